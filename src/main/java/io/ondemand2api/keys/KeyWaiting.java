package io.ondemand2api.keys;

import io.ondemand2api.core.GatewayException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How a request waits for a key that comes back soon. */
record KeyWaiting(
        ReentrantLock lock,
        Condition changed,
        KeyRing ring,
        KeyChoice choice,
        ThrottledPool throttledPool,
        Clock clock) {

    /**
     * Takes the key that is to be asked next.
     *
     * @param pool whose key it is
     * @param patience how many nanoseconds to wait for one
     * @param label of the only key that will do; null for any
     * @throws GatewayException when none comes back in time
     */
    KeyLease lease(KeyPool pool, long patience, String label) throws GatewayException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience;
            while (true) {
                Instant now = clock.instant();
                List<Key> wanted = label == null ? ring.keys() : List.of(ring.existing(label));
                Key key = throttledPool.remaining(now).isZero() ? choice.among(wanted, now) : null;
                if (key != null) {
                    return new KeyLease(pool, key);
                }
                KeyRests rests = KeyRests.of(wanted, throttledPool.remaining(now), now);
                if (!rests.some() || rests.soonest().toNanos() > left || left <= 0) {
                    throw rests.unavailable();
                }
                // a busy key comes back with a signal, a resting one with its time
                long wait = Math.min(left, rests.nextReturn());
                left -= wait - Math.max(0, changed.awaitNanos(wait));
            }
        } finally {
            lock.unlock();
        }
    }
}
