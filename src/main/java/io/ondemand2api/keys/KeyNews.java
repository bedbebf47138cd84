package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;

/** What the log is told of one key: each change once. Guarded by the pool's lock. */
final class KeyNews {

    private final String label;
    private final Duration openFor;
    /** What its breaker has become, until it is told; null when there is nothing to tell. */
    private CircuitBreaker.State breaker;
    /** What was last told of it. */
    private KeyState told = KeyState.UP;

    private Instant toldAt = Instant.MIN;

    /** @param openFor how long its breaker stays open */
    KeyNews(String label, Duration openFor) {
        this.label = label;
        this.openFor = openFor;
    }

    void breakerIs(CircuitBreaker.State state) {
        breaker = state;
    }

    /**
     * What has changed since this was last asked; null when nothing has. That a rest is over shows with the first answer
     * after it; who set a key aside has told it already.
     */
    String of(KeyStatus status, Instant now) {
        if (status.state() == told || status.state() == KeyState.HALF_OPEN || status.state() == KeyState.ASIDE) {
            return null;
        }
        boolean back = status.state() == KeyState.UP;
        String news = back
                ? label + " is back after " + seconds(Duration.between(toldAt, now))
                : label + " is " + status.state().label() + " for " + seconds(status.remaining()) + ": "
                        + status.reason();
        told = status.state();
        toldAt = now;
        return news;
    }

    /** That its breaker has opened or closed; null when it has not since this was last asked. */
    String ofBreaker() {
        CircuitBreaker.State now = breaker;
        breaker = null;
        if (now == CircuitBreaker.State.OPEN) {
            return "The circuit breaker of " + label + " is open for " + seconds(openFor);
        }
        return now == CircuitBreaker.State.CLOSED ? "The circuit breaker of " + label + " is closed again" : null;
    }

    private static String seconds(Duration time) {
        return (time.toMillis() + 999) / 1000 + "s";
    }
}
