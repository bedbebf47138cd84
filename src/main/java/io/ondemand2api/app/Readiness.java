package io.ondemand2api.app;

import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.AdmissionGate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.ReloadStrategy;

/**
 * Ready means: every route that the gateway consists of runs as it was last edited, it is not about to end, and not all
 * keys are refused. Keys that rest keep it ready, since a 429 with its time is an answer and a refused connection is none.
 */
final class Readiness extends AbstractHealthCheck {

    private static final int MAX_REASON = 500;

    private final CamelContext context;
    private final RunningRoutes routes;
    private final KeyPool keys;
    private final AdmissionGate gate;
    private final Supplier<List<String>> problems;

    /** @param problems what is wrong with files of keys, of which the last good content is in use */
    Readiness(CamelContext context, KeyPool keys, AdmissionGate gate, Supplier<List<String>> problems) {
        super("ondemand2api", "gateway");
        this.context = context;
        this.routes = new RunningRoutes(context);
        this.keys = keys;
        this.gate = gate;
        this.problems = problems;
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
        List<String> unusable = problems.get();
        if (!unusable.isEmpty()) {
            builder.detail("files.unusable", String.join(" ", unusable));
        }
        Set<String> missing = routes.missing();
        Exception badEdit = badEdit();
        if (!missing.isEmpty()) {
            builder.detail("routes.missing", String.join(", ", missing));
            builder.message("These routes do not run: " + String.join(", ", missing))
                    .down();
        } else if (badEdit != null) {
            builder.message("The last edit of a route could not be loaded, so the one before is still running: "
                            + reason(badEdit))
                    .down();
        } else if (reloads() && !routes.withoutFile().isEmpty()) {
            builder.message("The routes of files that were deleted run until the next start: "
                            + String.join(", ", routes.withoutFile()))
                    .down();
        } else if (keys.allDead()) {
            builder.message("Every OnDemand key is refused or set aside").down();
        } else {
            builder.up();
        }
    }

    /** What was wrong with the last edit of a route, while routes are reloaded; null when nothing was. */
    private Exception badEdit() {
        return context.hasServices(ReloadStrategy.class).stream()
                .map(ReloadStrategy::getLastError)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private boolean reloads() {
        return !context.hasServices(ReloadStrategy.class).isEmpty();
    }

    /** What Camel says, which names the file, and what lies behind it, which names the fault. */
    static String reason(Throwable badEdit) {
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
