package io.ondemand2api.scripted;

import java.time.Duration;

/** When the next heartbeat of a stream is due. */
final class Beat {

    private final long interval;
    private long next;

    /** @param interval from the start to the first, and from each to the next; zero for none */
    Beat(Duration interval) {
        this.interval = interval.toNanos();
        startAnew();
    }

    /** Counts the interval from now. */
    void startAnew() {
        next = System.nanoTime() + interval;
    }

    /** True when one is to be sent now; asks for the next one an interval later. */
    boolean due() {
        if (interval == 0 || System.nanoTime() - next < 0) {
            return false;
        }
        next += interval;
        return true;
    }

    /** A wait of so many nanoseconds, but not past the next heartbeat. */
    long shorten(long nanos) {
        return interval == 0 ? nanos : Math.max(1, Math.min(nanos, next - System.nanoTime()));
    }
}
