package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.ondemand2api.config.Settings;
import java.time.Clock;
import java.time.Duration;

/**
 * The policy of the pool.
 *
 * @param maxConcurrentRequests the most requests that one key serves at once, at least 1
 * @param disabledFor how long a refused key is left alone before one request probes it
 * @param throttledFor how long a throttled key rests when the upstream does not say
 * @param throttledAtLeast the shortest rest of a throttled key
 * @param throttledAtMost the longest rest of a throttled key
 * @param failingFor how long a key that has failed is asked last; doubles with each further failure in a row
 * @param failingAtMost the longest time that one is asked last
 * @param failuresToOpen failures in a row after which a key's breaker opens, at least 1
 * @param openFor how long an open breaker keeps its key out
 * @param halfOpenRequests how many requests probe a key whose breaker was open, at least 1
 * @param poolThrottledKeys so many keys throttled within {@code poolThrottledWindow} rest the whole pool, at least 2
 * @param poolThrottledWindow see there
 * @param poolThrottledFor how long the whole pool then rests
 */
public record KeySettings(
        int maxConcurrentRequests,
        Duration disabledFor,
        Duration throttledFor,
        Duration throttledAtLeast,
        Duration throttledAtMost,
        Duration failingFor,
        Duration failingAtMost,
        int failuresToOpen,
        Duration openFor,
        int halfOpenRequests,
        int poolThrottledKeys,
        Duration poolThrottledWindow,
        Duration poolThrottledFor) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static KeySettings from(Settings settings) {
        return new KeySettings(
                settings.number("keys.maxConcurrentRequests", 1, Integer.MAX_VALUE),
                settings.duration("keys.disabledFor"),
                settings.duration("keys.throttledFor"),
                settings.duration("keys.throttledAtLeast"),
                settings.duration("keys.throttledAtMost"),
                settings.duration("keys.failingFor"),
                settings.duration("keys.failingAtMost"),
                settings.number("keys.failuresToOpen", 1, 10_000),
                settings.duration("keys.openFor"),
                settings.number("keys.halfOpenRequests", 1, 1000),
                settings.number("keys.poolThrottledKeys", 2, 10_000),
                settings.duration("keys.poolThrottledWindow"),
                settings.duration("keys.poolThrottledFor"));
    }

    /** The policy that {@code application.properties} documents. */
    public static KeySettings defaults() {
        return new KeySettings(
                Integer.MAX_VALUE,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(600),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                10,
                Duration.ofSeconds(10),
                5,
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
    }

    /** How long a throttled key rests when the upstream wishes this; null when it does not say. */
    Duration restOfThrottled(Duration wished) {
        Duration rest = wished == null ? throttledFor : wished;
        if (rest.compareTo(throttledAtLeast) < 0) {
            return throttledAtLeast;
        }
        return rest.compareTo(throttledAtMost) > 0 ? throttledAtMost : rest;
    }

    /**
     * The circuit breaker of a key. It opens after so many failures in a row: with a window of that size and all of it
     * failed, a success clears it.
     */
    CircuitBreakerConfig circuitBreaker(Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(failuresToOpen())
                .minimumNumberOfCalls(failuresToOpen())
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(halfOpenRequests())
                .waitDurationInOpenState(openFor())
                // an answer may take minutes: slowness says nothing of a key
                .slowCallDurationThreshold(Duration.ofDays(1))
                .clock(clock)
                .build();
    }
}
