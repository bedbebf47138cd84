package io.ondemand2api.app;

import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.server.eventloop.RequestExecution;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Alive means: every event loop of the API port gets round to a task. One that does not is named. */
final class Liveness extends AbstractHealthCheck {

    private final EventLoops loops;

    Liveness(EventLoops loops) {
        super("ondemand2api", "event-loops");
        this.loops = loops;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        RequestExecution execution = RequestExecution.current();
        builder.detail("requests.threads", execution.mode().name().toLowerCase(Locale.ROOT));
        if (execution.reason() != null) {
            builder.detail("requests.threads.reason", execution.reason());
        }
        try {
            List<String> standing = loops.unanswered();
            if (standing.isEmpty()) {
                builder.up();
            } else {
                String names = String.join(", ", standing);
                builder.detail("eventLoops.standing", names)
                        .message("These event loops stand still, and their connections with them: " + names)
                        .down();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            builder.unknown();
        }
    }
}
