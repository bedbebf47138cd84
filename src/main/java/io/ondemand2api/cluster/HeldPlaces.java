package io.ondemand2api.cluster;

import io.lettuce.core.ScriptOutputType;
import io.ondemand2api.core.SharedPlaces;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The places that requests of this process hold, each with a lease in Redis that is renewed while it is held and ends with
 * its process. As many as there are requests.
 */
final class HeldPlaces implements SharedPlaces {

    /** How long a lease outlives its process. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final long RENEW_MILLIS = LEASE.toMillis() / 3;

    private final RedisLink redis;
    private final String process = UUID.randomUUID().toString();
    private final AtomicLong numbers = new AtomicLong();
    /** What each lease is of. */
    private final Map<String, String> held = new ConcurrentHashMap<>();
    /** Those that were given back, of which Redis has not been told; no more than were held when it went away. */
    private final Map<String, String> untold = new ConcurrentHashMap<>();

    private long renewed = RedisClock.start();

    HeldPlaces(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Runnable take(String of, int most) {
        String lease = process + ":" + numbers.incrementAndGet();
        Long taken = redis.await(redis.<Long>script(
                Scripts.TAKE_PLACE,
                ScriptOutputType.INTEGER,
                place(of),
                redis.commandDeadline(),
                most,
                lease,
                LEASE.toMillis()));
        if (taken != null && taken == 0) {
            return null;
        }
        held.put(lease, of);
        return () -> giveBack(lease, of);
    }

    private void giveBack(String lease, String of) {
        if (held.remove(lease) != null) {
            untold.put(lease, of);
            tell(lease, of);
        }
    }

    private void tell(String lease, String of) {
        redis.send(commands -> commands.zrem(place(of), RedisLink.bytes(lease)))
                .thenAccept(removed -> untold.remove(lease));
    }

    private static String place(String of) {
        return "ondemand2api:" + of;
    }

    /** Called often: renews what is held when it is time to. Also what was taken while Redis was away. */
    void renew() {
        long now = RedisClock.start();
        if (now - renewed < RENEW_MILLIS) {
            return;
        }
        renewed = now;
        renewAll();
    }

    /** Tells what is held here, and what is not held any more. */
    void renewAll() {
        untold.forEach(this::tell);
        long ends = redis.clock().millis() + LEASE.toMillis();
        held.forEach((lease, of) ->
                redis.script(Scripts.RENEW_PLACE, ScriptOutputType.INTEGER, place(of), ends, lease, LEASE.toMillis()));
    }
}
