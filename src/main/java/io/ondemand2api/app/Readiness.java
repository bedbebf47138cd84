package io.ondemand2api.app;

import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.AdmissionGate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.ReloadStrategy;

/**
 * Ready means: every route that the gateway consists of runs as it was last edited, it is not about to end, and not all
 * keys are refused. Keys that rest keep it ready, since a 429 with its time is an answer and a refused connection is none.
 */
final class Readiness extends AbstractHealthCheck {

    /** The routes without which requests fail. */
    private static final List<String> ROUTES = List.of(
            "answer",
            "ask-ondemand",
            "chat-completions",
            "completions",
            "delete-session",
            "embeddings",
            "get-model",
            "health",
            "list-models",
            "refresh-models",
            "upload-media",
            "warm-session");

    private static final int MAX_REASON = 500;

    private final CamelContext context;
    private final KeyPool keys;
    private final AdmissionGate gate;

    Readiness(CamelContext context, KeyPool keys, AdmissionGate gate) {
        super("ondemand2api", "gateway");
        this.context = context;
        this.keys = keys;
        this.gate = gate;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (gate.leaving()) {
            builder.message("Draining: the gateway is shutting down").down();
            return;
        }
        TreeSet<String> missing = new TreeSet<>();
        for (String route : ROUTES) {
            if (context.getRouteController().getRouteStatus(route) != ServiceStatus.Started) {
                missing.add(route);
            }
        }
        Exception badEdit = badEdit();
        if (!missing.isEmpty()) {
            builder.detail("routes.missing", String.join(", ", missing));
            builder.message("These routes do not run: " + String.join(", ", missing))
                    .down();
        } else if (badEdit != null) {
            builder.message("The last edit of a route could not be loaded, so the one before is still running: "
                            + reason(badEdit))
                    .down();
        } else if (keys.allDead()) {
            builder.message("Every OnDemand key is refused").down();
        } else {
            builder.up();
        }
    }

    /** What was wrong with the last edit of a route, while routes are reloaded; null when nothing was. */
    private Exception badEdit() {
        ReloadStrategy reload = context.hasService(ReloadStrategy.class);
        return reload == null ? null : reload.getLastError();
    }

    /** What Camel says, which names the file, and what lies behind it, which names the fault. */
    private static String reason(Throwable badEdit) {
        Throwable root = badEdit;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root == badEdit ? oneLine(badEdit) : oneLine(badEdit) + ": " + oneLine(root);
        return message.length() > MAX_REASON ? message.substring(0, MAX_REASON) : message;
    }

    private static String oneLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).strip().replaceAll("\\s*\\R\\s*", ", ");
    }
}
