package io.ondemand2api.app;

import io.ondemand2api.server.ManagementEndpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows and changes log levels while the gateway runs, at {@code /observe/log}. Only for the gateway's own loggers and down to
 * debug: libraries below that would write what was said, and keys.
 */
final class LogLevels implements ManagementEndpoint {

    static final String PATH = "/observe/log";

    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
    private static final String OURS = "io.ondemand2api";
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");
    private static final int MOST = 100;

    /** What was changed, and what it was before. */
    private final Map<String, Level> before = new ConcurrentHashMap<>();

    @Override
    public Response answer(Request request) {
        String name = request.rest().isEmpty() ? OURS : request.rest();
        if (!name.matches("io\\.ondemand2api(\\.[A-Za-z0-9]+)*") || name.length() > 200) {
            return Response.text(404, "Only loggers of the gateway can be changed: " + OURS + " and those below it.");
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> Response.text(200, levels(name));
            case "PUT", "POST" -> set(name, request.body().strip().toLowerCase(Locale.ROOT), request.from());
            case "DELETE" -> reset(name, request.from());
            default -> Response.text(405, "Use GET, PUT with a level as the body, or DELETE.");
        };
    }

    private String levels(String name) {
        Map<String, String> levels = new TreeMap<>();
        levels.put(name, level(name));
        before.keySet().forEach(changed -> levels.put(changed, level(changed)));
        StringBuilder lines = new StringBuilder();
        levels.forEach((logger, level) -> lines.append(lines.isEmpty() ? "" : "\n")
                .append(logger)
                .append(' ')
                .append(level));
        return lines.toString();
    }

    private static String level(String name) {
        return LogManager.getLogger(name).getLevel().name().toLowerCase(Locale.ROOT);
    }

    private synchronized Response set(String name, String level, String from) {
        if (!LEVELS.contains(level)) {
            return Response.text(400, "The body must be one of " + String.join(", ", LEVELS) + ".");
        }
        if (!before.containsKey(name) && before.size() >= MOST) {
            return Response.text(409, "Too many loggers are changed: DELETE some of them first.");
        }
        before.putIfAbsent(name, LogManager.getLogger(name).getLevel());
        Configurator.setLevel(name, Level.valueOf(level));
        LOG.warn("The log level of {} is {} now, by {}", name, level, from);
        return Response.text(200, name + " " + level);
    }

    private synchronized Response reset(String name, String from) {
        Level old = before.remove(name);
        if (old != null) {
            Configurator.setLevel(name, old);
            LOG.warn("The log level of {} is {} again, by {}", name, level(name), from);
        }
        return Response.text(200, levels(name));
    }
}
