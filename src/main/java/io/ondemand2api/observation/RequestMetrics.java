package io.ondemand2api.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ondemand2api.core.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the gateway itself does, request by request; and OpenTelemetry's metric of an HTTP server. */
public final class RequestMetrics {

    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");
    private static final Duration[] HTTP = millis(5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000);
    private static final Duration[] OVERHEAD = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);
    private static final List<String> SESSIONS = List.of("fresh", "warm", "reused");
    private static final List<String> ROTATIONS = Arrays.stream(Failure.values())
            .filter(Failure::worthAnotherAttempt)
            .map(Failure::label)
            .toList();
    private static final List<String> RESUMED = List.of("whole", "failed");
    private static final List<String> REJECTIONS = List.of("overloaded", "client_throttled");

    private final MeterProvider<Timer> http;
    private final MeterProvider<Timer> overhead;
    private final MeterProvider<Counter> sessions;
    private final MeterProvider<Counter> rotations;
    private final MeterProvider<Counter> rejected;
    private final MeterProvider<Counter> resumed;
    private final OurFailures failures;
    private final Counter cancels;
    private final Counter truncated;
    private final Counter keepAlives;
    private final Counter estimated;

    public RequestMetrics(MeterRegistry registry) {
        http = Timer.builder("http.server.request.duration")
                .description("HTTP requests to the API port, until their client was done")
                .serviceLevelObjectives(HTTP)
                .withRegistry(registry);
        overhead = Timer.builder("ondemand2api.overhead")
                .description("Time in the gateway before the first call upstream, and after the upstream's last word")
                .serviceLevelObjectives(OVERHEAD)
                .withRegistry(registry);
        sessions = Counter.builder("ondemand2api.sessions")
                .description("Answers by the session upstream that they were given in")
                .withRegistry(registry);
        rotations = Counter.builder("ondemand2api.key.rotations")
                .description("Attempts that went on with another key, by the failure of the one before")
                .withRegistry(registry);
        rejected = Counter.builder("ondemand2api.rejected")
                .description("Requests turned away because there was too much to do")
                .withRegistry(registry);
        resumed = Counter.builder("ondemand2api.resumed.answers")
                .description("Answers whose broken stream was asked to go on, by what became of them")
                .withRegistry(registry);
        failures = new OurFailures(registry);
        cancels = counter(registry, "ondemand2api.client.cancels", "Clients that left before their answer had ended");
        truncated = counter(
                registry, "ondemand2api.truncated.streams", "Streams of the upstream that ended before the answer did");
        keepAlives = counter(registry, "ondemand2api.keep.alives", "Comments sent to keep connections alive");
        estimated = counter(
                registry, "ondemand2api.usage.estimated", "Answers whose tokens the gateway had to count itself");
        // what has not happened yet is 0, not absent
        SESSIONS.forEach(session -> sessions.withTag("session", session));
        REJECTIONS.forEach(reason -> rejected.withTag("reason", reason));
        ROTATIONS.forEach(reason -> rotations.withTag("reason", reason));
        RESUMED.forEach(outcome -> resumed.withTag("outcome", outcome));
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static Duration[] millis(int... limits) {
        return Arrays.stream(limits).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    void ended(RequestRecord request) {
        Entry entry = request.entry();
        http(
                entry.method(),
                entry.path(),
                request.outcome().status(),
                request.timings().total());
        record("before", request.timings().before());
        record("after", request.timings().after());
        String error = request.outcome().errorType();
        failures.ended(request.outcome().status(), error);
        if (request.session() != null) {
            sessions.withTag("session", request.session()).increment();
        }
        if (error != null && REJECTIONS.contains(error)) {
            rejected.withTag("reason", error).increment();
        }
        if ("client_closed".equals(error)) {
            cancels.increment();
        }
        if (request.usage() != null && request.usage().estimated()) {
            estimated.increment();
        }
        keepAlives.increment(request.keepAlives());
    }

    private void record(String phase, long nanos) {
        if (nanos >= 0) {
            overhead.withTag("phase", phase).record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** No route took this request. */
    void refused(String method, int status, String errorType, long nanos) {
        http(method, ModelLabels.OTHER, status, nanos);
        failures.ended(status, errorType);
    }

    private void http(String method, String path, int status, long nanos) {
        http.withTags(
                        "http.request.method",
                        METHODS.contains(method) ? method : "_OTHER",
                        "http.route",
                        path,
                        "http.response.status_code",
                        Integer.toString(status))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void attemptEnded(String errorType) {
        if ("truncated_answer".equals(errorType)) {
            truncated.increment();
        }
    }

    void rotated(String reason) {
        rotations.withTag("reason", reason).increment();
    }

    void resumed(boolean whole) {
        resumed.withTag("outcome", RESUMED.get(whole ? 0 : 1)).increment();
    }
}
