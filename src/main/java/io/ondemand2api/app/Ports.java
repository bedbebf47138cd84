package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Finds out whether a port can be had before the server does: it would only warn, and the gateway start without it. */
final class Ports {

    private static final String API = "camel.server.port";
    private static final String MANAGEMENT = "camel.management.port";

    private Ports() {}

    /** It is a problem when a port is taken, may not be used, or is to serve both sides. */
    static void mustBeFree(Settings settings) {
        mustBeFree(settings, API, "PORT");
        mustBeFree(settings, MANAGEMENT, "MANAGEMENT_PORT");
        if (settings.text(API).equals(settings.text(MANAGEMENT))) {
            // Camel would serve health and metrics to clients
            settings.problem(settings.named(API) + " and " + settings.named(MANAGEMENT)
                    + " are the same port: give each its own.");
        }
    }

    private static void mustBeFree(Settings settings, String property, String variable) {
        int port = settings.number(property, 1, 65535);
        if (!settings.text(property).equals(Integer.toString(port))) {
            return; // it is no port, which is a problem already
        }
        String host = settings.text(property.replace(".port", ".host"));
        // it does not listen: a client that came now would have no answer
        try (Socket probe = new Socket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            settings.problem(settings.named(property) + ": port " + port + " on " + host
                    + " cannot be had; end the program that uses it or set " + variable + ".");
        }
    }
}
