package io.ondemand2api.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FailureOrigin;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts requests that failed through no fault of their caller, by cause: what an error budget is spent on. Faults of
 * callers, clients that left and one client's own limit are not among them.
 */
final class OurFailures {

    private static final Set<String> CAUSES = Arrays.stream(Failure.values())
            .filter(failure -> failure.origin() != FailureOrigin.CALLER && failure != Failure.CLIENT_THROTTLED)
            .map(Failure::label)
            .collect(Collectors.toUnmodifiableSet());

    private final MeterProvider<Counter> failures;

    OurFailures(MeterRegistry registry) {
        failures = Counter.builder("ondemand2api.request.failures")
                .description("Requests that failed through no fault of their caller, by cause")
                .withRegistry(registry);
        // what has not happened yet is 0, not absent: else the first failure would not show in rate()
        CAUSES.forEach(cause -> failures.withTag("cause", cause));
    }

    /**
     * A request has ended.
     *
     * @param status what the client was told
     * @param errorType the class of failure; null when there was none
     */
    void ended(int status, String errorType) {
        String cause = cause(status, errorType);
        if (cause != null) {
            failures.withTag("cause", cause).increment();
        }
    }

    private static String cause(int status, String errorType) {
        if (errorType == null || CAUSES.contains(errorType)) {
            return errorType;
        }
        // what is refused before a route takes it has OpenAI's codes
        return switch (status) {
            case 500 -> Failure.INTERNAL.label();
            case 503 -> Failure.SHUTTING_DOWN.label();
            default -> null;
        };
    }
}
