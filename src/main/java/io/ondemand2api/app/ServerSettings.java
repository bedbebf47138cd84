package io.ondemand2api.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ondemand2api.config.Settings;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.CrossOrigin;
import io.ondemand2api.server.ManagementAccess;
import io.ondemand2api.server.Playground;
import io.ondemand2api.server.ServerLimits;
import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.server.eventloop.VirtualThreadWorkers;
import java.time.Duration;

/** What {@code application.properties} says of the side that faces clients. */
record ServerSettings(
        boolean eventLoopThreads,
        EventLoops loops,
        ServerLimits limits,
        int port,
        CrossOrigin crossOrigin,
        int maxBodyBytes,
        Duration bodyTimeout,
        Duration writeTimeout,
        Admission admission,
        ManagementAccess management,
        Playground playground) {

    /** @param clients how many client keys there are */
    static ServerSettings from(Settings settings, int clients) {
        Ports.mustBeFree(settings);
        return new ServerSettings(
                settings.choice("gateway.eventLoopThreads", "auto", "off").equals("auto"),
                eventLoops(settings),
                ServerLimits.from(settings),
                settings.number("camel.server.port", 1, 65535),
                CrossOrigin.from(settings),
                settings.number("gateway.maxBodyBytes", 1024, 1024 * 1024 * 1024),
                settings.duration("gateway.bodyTimeout"),
                settings.duration("gateway.writeTimeout"),
                admission(settings, clients),
                new ManagementAccess(settings.text("gateway.managementToken")),
                new Playground(
                        settings.text("camel.server.host"),
                        settings.number("camel.server.port", 1, 65535),
                        settings.flag("camel.ssl.enabled")));
    }

    /** Where the API is, for the console's samples. */
    JsonNode address() {
        return JsonNodeFactory.instance.objectNode().put("port", port).put("tls", playground.tls());
    }

    /** Two at least, so that one that stands leaves another. */
    private static EventLoops eventLoops(Settings settings) {
        int auto = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new EventLoops(
                settings.numberOrAuto("gateway.eventLoops", 1, 1000, auto),
                settings.duration("gateway.eventLoopPatience"));
    }

    /** Sized to the machine where the operator leaves it to the gateway. */
    private static Admission admission(Settings settings, int clients) {
        int heapMiB =
                (int) Math.min(Integer.MAX_VALUE / 16, Runtime.getRuntime().maxMemory() >> 20);
        // a worker of a bounded pool is held for about two seconds after its client is done
        int workers = VirtualThreadWorkers.available()
                ? Integer.MAX_VALUE
                : settings.number("gateway.workers", 2, 100_000) / 2;
        int most =
                settings.numberOrAuto("gateway.maxConcurrentRequests", 1, 10_000_000, Math.min(heapMiB * 8, workers));
        int perClient = settings.numberOrAuto(
                "gateway.maxConcurrentRequestsPerClient",
                1,
                10_000_000,
                clients == 1 ? most : Math.max(1, most / 4 * 3));
        int bodies = settings.numberOrAuto(
                "gateway.maxBodyBytesInFlight",
                1024,
                Integer.MAX_VALUE,
                Math.min(Integer.MAX_VALUE >> 20, heapMiB / 8 * 3) << 20);
        return new Admission(most, perClient, bodies);
    }
}
