package io.ondemand2api.upstream;

import io.ondemand2api.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How long things may take, in nanoseconds; each is a line of {@code application.properties}.
 *
 * @param keepAlive silence towards a streaming client after which a comment is sent
 * @param total a request as a whole
 * @param session the creation of a session, and every other call that is no query
 * @param firstEvent from a query to the first sign of life
 * @param silence between two signs of life of an answer
 * @param idle between two events that are more than a sign of life
 * @param tail from the end of an answer to the end of its stream
 */
public record TimeLimits(
        long keepAlive, long total, long session, long firstEvent, long silence, long idle, long tail) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static TimeLimits from(Settings settings) {
        for (String part : List.of("ondemand.sessionTimeout", "ondemand.firstEventTimeout", "ondemand.idleTimeout")) {
            settings.mustBeShorter(part, "gateway.totalTimeout");
        }
        return of(
                settings.duration("gateway.keepAliveInterval"),
                settings.duration("gateway.totalTimeout"),
                settings.duration("ondemand.sessionTimeout"),
                settings.duration("ondemand.firstEventTimeout"),
                settings.duration("ondemand.silenceTimeout"),
                settings.duration("ondemand.idleTimeout"),
                settings.duration("ondemand.tailTimeout"));
    }

    public static TimeLimits of(
            Duration keepAlive,
            Duration total,
            Duration session,
            Duration firstEvent,
            Duration silence,
            Duration idle,
            Duration tail) {
        return new TimeLimits(
                keepAlive.toNanos(),
                total.toNanos(),
                session.toNanos(),
                firstEvent.toNanos(),
                silence.toNanos(),
                idle.toNanos(),
                tail.toNanos());
    }

    /** True when a call that has not failed takes longer than it may. */
    public boolean exceeded(UpstreamCall call, long now) {
        if (call.kind() != CallSpec.Kind.QUERY) {
            return now - call.started() > (call.spec().limit() > 0 ? call.spec().limit() : session);
        }
        if (!call.heard()) {
            return now - call.started() > firstEvent;
        }
        return now - call.lastHeard() > silence || now - call.lastProgress() > idle;
    }
}
