package io.ondemand2api.gateway;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.apache.camel.main.Main;

/** Lets a gateway under test download from this machine, which no setting can. */
public final class RemoteAddresses {

    private RemoteAddresses() {}

    public static void allow(Main gateway, Predicate<InetAddress> addresses) {
        gateway.getCamelContext()
                .getRegistry()
                .lookupByNameAndType("remoteFiles", RemoteFiles.class)
                .allow(addresses);
    }

    /** As the gateway starts. */
    public static void allowPublicOnesOnly(Main gateway) {
        allow(gateway, PublicAddresses::includes);
    }
}
