package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.CrossOrigin;
import io.ondemand2api.server.ManagementAccess;
import io.ondemand2api.server.ServerLimits;
import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.server.eventloop.VirtualThreadWorkers;
import java.time.Duration;
import java.util.List;

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
        ManagementAccess management) {

    /** @param clients how many client keys there are */
    static ServerSettings from(Settings settings, int clients) {
        Ports.mustBeFree(settings);
        return new ServerSettings(
                settings.choice("gateway.eventLoopThreads", "auto", "off").equals("auto"),
                eventLoops(settings),
                serverLimits(settings),
                settings.number("camel.server.port", 1, 65535),
                crossOrigin(settings),
                settings.number("gateway.maxBodyBytes", 1024, 1024 * 1024 * 1024),
                settings.duration("gateway.bodyTimeout"),
                settings.duration("gateway.writeTimeout"),
                admission(settings, clients),
                new ManagementAccess(settings.text("gateway.managementToken")));
    }

    /** Two at least, so that one that stands leaves another. */
    private static EventLoops eventLoops(Settings settings) {
        int auto = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new EventLoops(
                settings.numberOrAuto("gateway.eventLoops", 1, 1000, auto),
                settings.duration("gateway.eventLoopPatience"));
    }

    private static ServerLimits serverLimits(Settings settings) {
        return new ServerLimits(
                settings.duration("gateway.headerTimeout"),
                settings.duration("gateway.bodyTimeout"),
                settings.duration("gateway.keepAliveTimeout"),
                settings.duration("gateway.probeInterval"),
                settings.number("gateway.maxHeaderBytes", 1024, 1024 * 1024),
                settings.number("gateway.maxRequestLineBytes", 256, 1024 * 1024),
                settings.number("gateway.sendBufferBytes", 0, 16 * 1024 * 1024));
    }

    private static CrossOrigin crossOrigin(Settings settings) {
        List<String> origins = settings.list("gateway.cors.allowedOrigins");
        for (String origin : origins) {
            settings.require(
                    origin.matches("\\*|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#*]+"),
                    () -> settings.named("gateway.cors.allowedOrigins") + " must be `*` or origins such as "
                            + "https://chat.example.org, comma-separated, without a path, not `" + origin + "`.");
        }
        List<String> headers = settings.list("gateway.cors.allowedHeaders");
        for (String header : headers) {
            settings.require(
                    header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
                    () -> settings.named("gateway.cors.allowedHeaders")
                            + " must be names of headers, comma-separated, not `" + header + "`.");
        }
        return new CrossOrigin(origins, headers, settings.duration("gateway.cors.maxAge"));
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
