package io.ondemand2api.keys;

import java.time.Duration;
import java.time.Instant;

/** Until when a key rests, and why. Guarded by the pool's lock. */
final class KeyRestTimes {

    /** How soon a key is asked for again whose places others had. */
    private static final Duration FULL = Duration.ofMillis(100);

    /** How soon a refused key is asked for again that another process probes: its outcome is told before, as a rule. */
    private static final Duration PROBED = Duration.ofSeconds(1);

    private Instant throttledUntil = Instant.MIN;
    private Instant openUntil = Instant.MIN;
    private Instant fullUntil = Instant.MIN;
    /** When a refused key may be probed; null while the key is not refused. */
    private Instant probeAt;

    boolean refused() {
        return probeAt != null;
    }

    boolean throttled(Instant now) {
        return throttledUntil.isAfter(now);
    }

    /** How long until it may be used. */
    Duration remaining(Instant now) {
        return left(later(until(), fullUntil), now);
    }

    /** The same, but for places that others have. */
    Duration rest(Instant now) {
        return left(until(), now);
    }

    private Instant until() {
        Instant until = later(throttledUntil, openUntil);
        return refused() ? later(probeAt, until) : until;
    }

    private static Duration left(Instant until, Instant now) {
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    void end(Instant now) {
        probeAt = refused() ? now : null;
        throttledUntil = Instant.MIN;
        openUntil = Instant.MIN;
        fullUntil = Instant.MIN;
    }

    void refuse(Instant then) {
        probeAt = then;
    }

    /** Grows a refusal; false when it is as long already. */
    boolean refusedLonger(Instant then) {
        boolean longer = !refused() || then.isAfter(probeAt);
        probeAt = longer ? then : probeAt;
        return longer;
    }

    void revived() {
        probeAt = null;
    }

    /** A rest only ever grows. */
    void throttle(Instant then) {
        throttledUntil = later(then, throttledUntil);
    }

    void open(Instant then) {
        openUntil = then;
    }

    void fullElsewhere(Instant now) {
        fullUntil = now.plus(refused() ? PROBED : FULL);
    }

    KeyRest shared(String label, String name, Instant now) {
        return new KeyRest(label, name, refused(), KeyRest.left(probeAt, now), KeyRest.left(throttledUntil, now));
    }
}
