package io.ondemand2api.app;

import io.ondemand2api.console.Console;
import io.ondemand2api.server.ManagementRoutes;
import java.util.Map;

/** Makes what is served on the management port beside Camel's own pages. */
final class ManagementBeans {

    /** Camel's page there has one format only. */
    private static final String METRICS_PATH = "/observe/metrics";

    private ManagementBeans() {}

    static ManagementRoutes routes(ServerSettings server, Telemetry telemetry, Console console) {
        return new ManagementRoutes(
                server.management(),
                Map.of(LogLevels.PATH, new LogLevels(), METRICS_PATH, telemetry::page, Console.PATH, console),
                server.playground());
    }
}
