package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One key with all that is known of it. Guarded by its pool's lock; no method waits. */
final class Key {

    private final String label;
    private final String name;
    private final String secret;
    private final CircuitBreaker breaker;
    private final KeySettings settings;
    private final FailureStreak streak;

    private int inFlight;
    /** Requests that ever took it, and how many had before it was last refused and before its breaker last changed. */
    private long taken;

    private long takenBeforeRefusal;
    private long takenBeforeChange;
    private final KeyRestTimes rests = new KeyRestTimes();
    private long served;
    private long failed;
    /** An operator wants no request to take it. */
    private boolean aside;

    private final KeyNews news;

    Key(String label, String secret, CircuitBreaker breaker, KeySettings settings) {
        this.label = label;
        this.name = SharedKeys.name(secret);
        this.secret = secret;
        this.breaker = breaker;
        this.settings = settings;
        this.streak = new FailureStreak(settings.failingFor(), settings.failingAtMost());
        this.news = new KeyNews(label, settings.openFor());
        breaker.getEventPublisher().onStateTransition(change -> {
            takenBeforeChange = taken;
            news.breakerIs(change.getStateTransition().getToState());
        });
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
        return rests.refused();
    }

    boolean throttled(Instant now) {
        return rests.throttled(now);
    }

    /** How long until it may be used; zero when its rest is over. A key with all slots taken is usable, but busy. */
    Duration remaining(Instant now) {
        return rests.remaining(now);
    }

    boolean hasRoom(Instant now) {
        return !aside && remaining(now).isZero() && inFlight < places();
    }

    /** How many requests may have it at once, all processes together: one probes a key that was refused. */
    int places() {
        return dead() ? 1 : settings.maxConcurrentRequests();
    }

    /** Its rest is over: the next request may try it. */
    void probe(Instant now) {
        rests.end(now);
    }

    boolean aside() {
        return aside;
    }

    void setAside(boolean wanted) {
        aside = wanted;
    }

    /** True when it has failed lately, so that others are to be asked first. */
    boolean askedLast(Instant now) {
        return streak.askedLast(now);
    }

    /** Takes a slot of a key that has room; false when the breaker has no probe's place left. */
    boolean acquire(Instant now) {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            // its rest is over by this key's reckoning; its own is a little later
            breaker.transitionToHalfOpenState();
        }
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        streak.taken(now);
        inFlight++;
        taken++;
        return true;
    }

    /** The number of the request that took it last; by it a late word on the key is known as such. */
    long taken() {
        return taken;
    }

    void release() {
        inFlight--;
    }

    /** Gives the breaker's permission back, for a request that said nothing of the key. */
    void forget(long number) {
        if (inTime(number)) {
            breaker.releasePermission();
        }
    }

    /** What a request meets that took the key before the breaker changed says nothing of the key as it is now. */
    private boolean inTime(long number) {
        return number > takenBeforeChange;
    }

    /** An answer to a request that was sent before the refusal does not take the refusal back. */
    private void revive(long number) {
        if (number > takenBeforeRefusal) {
            rests.revived();
        }
    }

    /**
     * The upstream began to answer. A probe's place is free from here on: an answer may take minutes, and the next
     * request must not be turned away for that long.
     *
     * @return true when this was recorded as a success
     */
    boolean answering(long number) {
        revive(number);
        streak.answering(number);
        if (breaker.getState() != CircuitBreaker.State.HALF_OPEN || !inTime(number)) {
            return false;
        }
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        return true;
    }

    void succeeded(long number, boolean recorded) {
        served++;
        revive(number);
        streak.succeeded(number);
        if (!recorded && inTime(number)) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** Records a failure by its class; a rest only ever grows. */
    void failed(GatewayException failure, long number, boolean recorded, Instant now) {
        Failure kind = failure.failure();
        if (kind == Failure.KEY_REFUSED) {
            failed++;
            rests.refuse(now.plus(settings.disabledFor()));
            takenBeforeRefusal = taken;
        } else if (kind == Failure.KEY_THROTTLED) {
            failed++;
            rests.throttle(now.plus(settings.restOfThrottled(failure.retryAfter())));
        }
        if (kind.countsWhenRepeated()) {
            streak.failed(number, taken, now);
        }
        if (kind.countsAgainstKey()) {
            failed++;
            if (inTime(number)) {
                breaker.onError(0, TimeUnit.NANOSECONDS, failure);
                if (breaker.getState() == CircuitBreaker.State.OPEN) {
                    rests.open(now.plus(settings.openFor()));
                }
            }
        } else if (!recorded) {
            forget(number);
        }
    }

    String name() {
        return name;
    }

    /** How it rests, for those that have the same key. */
    KeyRest rest(Instant now) {
        return rests.shared(label, name, now);
    }

    /** It was refused elsewhere. Answers to requests that were sent before say nothing of that. */
    void refusedUntil(Instant then) {
        if (rests.refusedLonger(then)) {
            takenBeforeRefusal = taken;
        }
    }

    void throttledUntil(Instant then) {
        rests.throttle(then);
    }

    /** Other processes have all its places, or its probe. */
    void fullElsewhere(Instant now) {
        rests.fullElsewhere(now);
    }

    /** It has answered elsewhere. */
    void revived() {
        rests.revived();
    }

    /** What the log is to be told of it. */
    KeyNews news() {
        return news;
    }

    KeyStatus status(Instant now) {
        Duration remaining = rests.rest(now);
        KeyState state = KeyState.UP;
        String reason = null;
        if (aside) {
            return new KeyStatus(label, KeyState.ASIDE, "set aside", Duration.ZERO, inFlight, served, failed);
        } else if (dead()) {
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
