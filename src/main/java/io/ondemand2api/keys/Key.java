package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One key with all that is known of it. Guarded by its pool's lock; no method waits. */
final class Key {

    private final String label;
    private final String secret;
    private final CircuitBreaker breaker;
    private final KeySettings settings;

    private int inFlight;
    private long served;
    private long failed;
    private Instant throttledUntil = Instant.MIN;
    private Instant openUntil = Instant.MIN;
    /** When a refused key may be probed; null while the key is not refused. */
    private Instant probeAt;

    Key(String label, String secret, CircuitBreaker breaker, KeySettings settings) {
        this.label = label;
        this.secret = secret;
        this.breaker = breaker;
        this.settings = settings;
    }

    String label() {
        return label;
    }

    String secret() {
        return secret;
    }

    int inFlight() {
        return inFlight;
    }

    boolean dead() {
        return probeAt != null;
    }

    boolean throttled(Instant now) {
        return throttledUntil.isAfter(now);
    }

    /** How long until it may be used; zero when its rest is over. A key with all slots taken is usable, but busy. */
    Duration remaining(Instant now) {
        Instant until = throttledUntil.isAfter(openUntil) ? throttledUntil : openUntil;
        if (dead() && probeAt.isAfter(until)) {
            until = probeAt;
        }
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    boolean hasRoom(Instant now) {
        return remaining(now).isZero() && inFlight < (dead() ? 1 : settings.maxConcurrentRequests());
    }

    /** Takes a slot; false when the breaker has no probe's place left. */
    boolean acquire() {
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        inFlight++;
        return true;
    }

    void release() {
        inFlight--;
    }

    /** Gives the breaker's permission back, for a request that said nothing of the key. */
    void forget() {
        breaker.releasePermission();
    }

    /**
     * The upstream began to answer. A probe's place is free from here on: an answer may take minutes, and the next
     * request must not be turned away for that long.
     *
     * @return true when this was recorded as a success
     */
    boolean answering() {
        probeAt = null;
        if (breaker.getState() != CircuitBreaker.State.HALF_OPEN) {
            return false;
        }
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        return true;
    }

    void succeeded(boolean recorded) {
        served++;
        probeAt = null;
        if (!recorded) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** Judges a failure by its class; a rest only ever grows. */
    void failed(AnswerException failure, boolean recorded, Instant now) {
        Failure kind = failure.failure();
        if (kind == Failure.KEY_REFUSED) {
            failed++;
            probeAt = now.plus(settings.deadFor());
        } else if (kind == Failure.KEY_THROTTLED) {
            failed++;
            Instant until = now.plus(rest(failure.retryAfter()));
            throttledUntil = until.isAfter(throttledUntil) ? until : throttledUntil;
        }
        if (kind.countsAgainstKey()) {
            failed++;
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
            if (breaker.getState() == CircuitBreaker.State.OPEN) {
                openUntil = now.plus(settings.openFor());
            }
        } else if (!recorded) {
            forget();
        }
    }

    private Duration rest(Duration wished) {
        Duration rest = wished == null ? settings.throttledFor() : wished;
        if (rest.compareTo(settings.throttledAtLeast()) < 0) {
            return settings.throttledAtLeast();
        }
        return rest.compareTo(settings.throttledAtMost()) > 0 ? settings.throttledAtMost() : rest;
    }

    KeyStatus status(Instant now) {
        Duration remaining = remaining(now);
        KeyState state = KeyState.UP;
        String reason = null;
        if (dead()) {
            state = remaining.isZero() ? KeyState.HALF_OPEN : KeyState.DEAD;
            reason = "refused";
        } else if (!remaining.isZero()) {
            state = KeyState.COOLING;
            reason = throttled(now) ? "throttled" : "failing";
        } else if (breaker.getState() != CircuitBreaker.State.CLOSED) {
            // an open breaker whose time is over lets the next request probe
            state = KeyState.HALF_OPEN;
            reason = "failing";
        }
        return new KeyStatus(label, state, reason, remaining, inFlight, served, failed);
    }
}
