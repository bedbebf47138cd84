package io.ondemand2api.app;

import io.ondemand2api.config.Credentials;
import io.ondemand2api.simulator.Simulator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator of a gateway that has no key of OnDemand's. */
final class SimulatedUpstream implements AutoCloseable {

    /** What starts is told under one name. */
    private static final Logger LOG = LoggerFactory.getLogger(GatewayBeans.class);

    private Simulator simulator;

    /**
     * Starts it.
     *
     * @return the root of its URLs
     */
    String start(Credentials access) {
        simulator = Simulator.start();
        LOG.info(
                "No ONDEMAND_APIKEYS given: the embedded SIMULATOR answers instead of OnDemand. Client key: {}",
                access.clientKeys().equals(List.of(Credentials.SIMULATOR_CLIENT_KEY))
                        ? Credentials.SIMULATOR_CLIENT_KEY
                        : "as in PRIVATE_KEY or gateway.clients");
        return simulator.base().toString();
    }

    /** Does nothing when it was not started. */
    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
