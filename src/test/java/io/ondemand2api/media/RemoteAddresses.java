package io.ondemand2api.media;

import java.net.InetAddress;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.main.Main;

/** Lets a gateway under test download from this machine, which no setting can. */
public final class RemoteAddresses {

    private RemoteAddresses() {}

    public static void allow(Main gateway, Predicate<InetAddress> addresses) {
        remoteFiles(gateway).allow(addresses);
    }

    /** Answers in a name server's place. */
    public static void lookUp(Main gateway, Function<String, InetAddress[]> names) {
        remoteFiles(gateway).lookUpBy(names::apply);
    }

    /** As the gateway starts. */
    public static void allowPublicOnesOnly(Main gateway) {
        remoteFiles(gateway).allow(PublicAddresses::includes);
        remoteFiles(gateway).lookUpBy(InetAddress::getAllByName);
    }

    private static RemoteFiles remoteFiles(Main gateway) {
        return gateway.getCamelContext().getRegistry().lookupByNameAndType("remoteFiles", RemoteFiles.class);
    }
}
