package io.ondemand2api.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out whether a port can be had before the server does: it would only warn, and the gateway start without it. */
final class Ports {

    private Ports() {}

    /**
     * @param property the property that names the port
     * @param variable the environment variable by which it is set
     * @throws ConfigurationException when the port is taken or may not be used
     */
    static void mustBeFree(Settings settings, String property, String variable) {
        int port = settings.number(property, 1, 65535);
        String host = settings.text(property.replace(".port", ".host"));
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            throw new ConfigurationException(property + ": port " + port + " on " + host
                    + " cannot be had; end the program that uses it or set " + variable + ".");
        }
    }
}
