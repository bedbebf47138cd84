package io.ondemand2api.keys;

import java.time.Duration;
import java.time.Instant;

/**
 * A key's failures in a row. After each the key is asked last for a while, each time twice as long; then one request
 * probes it. Guarded by the pool's lock.
 */
final class FailureStreak {

    /** 2 to this power is more than any two durations of the policy are apart. */
    private static final int MAX_DOUBLINGS = 30;

    private final Duration shortest;
    private final Duration longest;

    private int length;
    /** Requests up to this number took the key before it last failed: they say nothing new of it. */
    private long before;

    private Instant lastUntil = Instant.MIN;

    FailureStreak(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** True while others are to be asked first. */
    boolean askedLast(Instant now) {
        return lastUntil.isAfter(now);
    }

    /** A request takes the key. While it probes one that has failed, the others go on asking elsewhere. */
    void taken(Instant now) {
        if (length > 0 && !askedLast(now)) {
            lastUntil = now.plus(pause());
        }
    }

    /**
     * A request failed.
     *
     * @param number its number among those that took the key
     * @param latest the number of the last that took it
     */
    void failed(long number, long latest, Instant now) {
        if (number > before) {
            // what fails at the same time is one failure
            length++;
            before = latest;
            lastUntil = now.plus(pause());
        }
    }

    /** The upstream began to answer this request: others may ask, too, though only a whole answer ends the streak. */
    void answering(long number) {
        if (number > before) {
            lastUntil = Instant.MIN;
        }
    }

    /** This request had its whole answer. */
    void succeeded(long number) {
        if (number > before) {
            length = 0;
            lastUntil = Instant.MIN;
        }
    }

    private Duration pause() {
        Duration pause = shortest;
        for (int i = 1; i < Math.min(length, MAX_DOUBLINGS) && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
