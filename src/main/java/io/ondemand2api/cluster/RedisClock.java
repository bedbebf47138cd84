package io.ondemand2api.cluster;

import java.util.concurrent.TimeUnit;

/**
 * The time by Redis's own clock, as it was last measured. Deadlines that processes share are written in it, so that the
 * clocks of their machines need not agree, and so that a command that arrives late does not move a deadline.
 */
final class RedisClock {

    private volatile long offsetMillis;

    private static long here() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Begins to measure. */
    static long start() {
        return here();
    }

    /**
     * Redis has answered with its time.
     *
     * @param started what {@link #start} gave before it was asked
     */
    void measured(long redisMillis, long started) {
        // it was read between the two moments: half of the way is the error at most
        offsetMillis = redisMillis - (started + here()) / 2;
    }

    /** Milliseconds since 1970. */
    long millis() {
        return here() + offsetMillis;
    }
}
