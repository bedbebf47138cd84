package io.ondemand2api.app;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that never jumps, for measuring rests: it starts at the time of day and goes on evenly from there. */
final class MonotonicClock extends Clock {

    private final Instant started = Instant.now();
    private final long origin = System.nanoTime();

    @Override
    public Instant instant() {
        return started.plusNanos(System.nanoTime() - origin);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(this, java.time.Duration.ZERO).withZone(zone);
    }
}
