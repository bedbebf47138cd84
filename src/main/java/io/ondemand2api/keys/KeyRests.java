package io.ondemand2api.keys;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How long the keys rest, seen at one moment. Guarded by the pool's lock.
 *
 * @param keys those that no operator has set aside; perhaps none
 * @param pool how long all of them rest together
 * @param now the moment
 */
record KeyRests(List<Key> keys, Duration pool, Instant now) {

    /** An operator has to bring a key back: when, is not known. */
    private static final Duration SET_ASIDE = Duration.ofMinutes(1);

    /** How those fare among these keys that are not set aside. */
    static KeyRests of(List<Key> keys, Duration pool, Instant now) {
        return new KeyRests(keys.stream().filter(key -> !key.aside()).toList(), pool, now);
    }

    /** How long until a key may be used; zero when one may, but is busy. */
    Duration soonest() {
        return keys.stream()
                .map(key -> key.remaining(now))
                .min(Comparator.naturalOrder())
                .map(remaining -> remaining.compareTo(pool) > 0 ? remaining : pool)
                .orElse(SET_ASIDE);
    }

    /** Nanoseconds until the next rest ends, that of a key or of the pool. */
    long nextReturn() {
        return keys.stream()
                .map(key -> key.remaining(now))
                .map(remaining -> remaining.compareTo(pool) > 0 ? remaining : pool)
                .filter(remaining -> !remaining.isZero())
                .min(Comparator.naturalOrder())
                .map(remaining -> remaining.toNanos() + 1_000_000)
                .orElse(Long.MAX_VALUE);
    }

    /** True when there is a key to wait for. */
    boolean some() {
        return !keys.isEmpty();
    }

    /** What to tell whom no key can serve. */
    GatewayException unavailable() {
        Duration retryAfter = soonest();
        boolean poolRests = !pool.isZero();
        List<Key> alive = keys.stream().filter(key -> !key.dead()).toList();
        if (poolRests || (!alive.isEmpty() && alive.stream().allMatch(key -> key.throttled(now)))) {
            return new GatewayException(
                    Failure.ALL_KEYS_THROTTLED,
                    "Too many requests: every key of the gateway is asked to rest. Please try again in "
                            + seconds(retryAfter) + "s.",
                    retryAfter);
        }
        return new GatewayException(
                Failure.NO_USABLE_KEY,
                "No key of the gateway can be used at the moment. Please try again in " + seconds(retryAfter) + "s.",
                retryAfter);
    }

    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }
}
