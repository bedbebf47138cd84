package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys, and the choice among them: least in flight first, then in turn. Safe for several threads; the lock is held
 * for the choice only, never over I/O.
 */
public final class KeyPool {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPool.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final KeySettings settings;
    private final CircuitBreakerRegistry breakers;
    private final Clock clock;
    private final ThrottledPool throttledPool;
    /** Never changed itself; replaced, with the lock held, when there are other keys. */
    private volatile List<Key> keys = List.of();

    private int labels;
    private int turn;

    /**
     * @param secrets the keys, in the order of their labels; at least one
     * @param settings the policy
     * @param clock what all rests are measured by; should not jump
     */
    public KeyPool(List<String> secrets, KeySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.throttledPool = new ThrottledPool(settings);
        this.breakers = CircuitBreakerRegistry.of(breaker(settings, clock));
        replace(secrets);
    }

    /**
     * Goes on with these keys. Those that stay keep their label and all that is known of them; those that go are leased
     * no more, while requests under way finish; those that are new get labels that no key had before, so that nothing
     * that is known of one key is ever taken for another's.
     *
     * @param secrets the keys; at least one
     * @return the labels of the keys that are gone
     */
    public Set<String> replace(List<String> secrets) {
        lock.lock();
        try {
            Map<String, Key> before = new LinkedHashMap<>();
            keys.forEach(key -> before.put(key.secret(), key));
            List<Key> after = new ArrayList<>();
            for (String secret : secrets) {
                Key same = before.remove(secret);
                after.add(same == null ? key(secret) : same);
            }
            keys = List.copyOf(after);
            turn = 0;
            Set<String> gone = new LinkedHashSet<>();
            for (Key key : before.values()) {
                breakers.remove(key.label());
                throttledPool.forget(key);
                gone.add(key.label());
            }
            // whoever waits for a key may have one now
            changed.signalAll();
            return gone;
        } finally {
            lock.unlock();
        }
    }

    private Key key(String secret) {
        labels++;
        String label = "key-" + labels;
        return new Key(label, secret, breakers.circuitBreaker(label), settings);
    }

    /** Opens after so many failures in a row: with a window of that size and all of it failed, a success clears it. */
    private static CircuitBreakerConfig breaker(KeySettings settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.failuresToOpen())
                .minimumNumberOfCalls(settings.failuresToOpen())
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(settings.halfOpenRequests())
                .waitDurationInOpenState(settings.openFor())
                // an answer may take minutes: slowness says nothing of a key
                .slowCallDurationThreshold(Duration.ofDays(1))
                .clock(clock)
                .build();
    }

    /**
     * Takes a key.
     *
     * @param patience how long to wait for a key that comes back soon
     * @throws AnswerException {@link Failure#ALL_KEYS_THROTTLED} or {@link Failure#NO_USABLE_KEY}, with the time until
     *     the soonest key
     * @throws InterruptedException when the waiting thread is
     */
    public KeyLease lease(Duration patience) throws AnswerException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (true) {
                Instant now = clock.instant();
                Key key = throttledPool.remaining(now).isZero() ? choose(now) : null;
                if (key != null) {
                    return new KeyLease(this, key);
                }
                Duration soonest = soonest(now);
                if (soonest.toNanos() > left || left <= 0) {
                    throw unavailable(now);
                }
                // a busy key comes back with a signal, a resting one with its time
                long wait = Math.min(left, nextReturn(now));
                left -= wait - Math.max(0, changed.awaitNanos(wait));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes this very key, for what belongs to it; null when it cannot be used at once. */
    public KeyLease leaseOf(String label) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (!throttledPool.remaining(now).isZero()) {
                return null;
            }
            for (Key key : keys) {
                if (key.label().equals(label) && !key.dead() && key.hasRoom(now) && key.acquire()) {
                    return new KeyLease(this, key);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Key choose(Instant now) {
        int size = keys.size();
        Key best = null;
        int bestIndex = 0;
        for (int i = 0; i < size; i++) {
            int index = (turn + i) % size;
            Key key = keys.get(index);
            boolean better = best == null || key.inFlight() < best.inFlight();
            if (better && key.hasRoom(now)) {
                best = key;
                bestIndex = index;
            }
        }
        if (best == null) {
            return null;
        }
        turn = (bestIndex + 1) % size;
        return best.acquire() ? best : anyOther(best, now);
    }

    /** Whose breaker lets nobody through at the moment is passed over; the others are asked in order of load. */
    private Key anyOther(Key refused, Instant now) {
        return keys.stream()
                .filter(key -> key != refused && key.hasRoom(now))
                .sorted(Comparator.comparingInt(Key::inFlight))
                .filter(Key::acquire)
                .findFirst()
                .orElse(null);
    }

    /** How long until a key may be used; zero when one may, but is busy. */
    private Duration soonest(Instant now) {
        Duration pool = throttledPool.remaining(now);
        return keys.stream()
                .map(key -> key.remaining(now))
                .min(Comparator.naturalOrder())
                .map(remaining -> remaining.compareTo(pool) > 0 ? remaining : pool)
                .orElse(pool);
    }

    /** Nanoseconds until the next rest ends, that of a key or of the pool. */
    private long nextReturn(Instant now) {
        Duration pool = throttledPool.remaining(now);
        return keys.stream()
                .map(key -> key.remaining(now))
                .map(remaining -> remaining.compareTo(pool) > 0 ? remaining : pool)
                .filter(remaining -> !remaining.isZero())
                .min(Comparator.naturalOrder())
                .map(remaining -> remaining.toNanos() + 1_000_000)
                .orElse(Long.MAX_VALUE);
    }

    private AnswerException unavailable(Instant now) {
        Duration retryAfter = soonest(now);
        boolean poolRests = !throttledPool.remaining(now).isZero();
        List<Key> alive = keys.stream().filter(key -> !key.dead()).toList();
        if (poolRests || (!alive.isEmpty() && alive.stream().allMatch(key -> key.throttled(now)))) {
            return new AnswerException(
                    Failure.ALL_KEYS_THROTTLED,
                    "Too many requests: every key of the gateway is asked to rest. Please try again in "
                            + seconds(retryAfter) + "s.",
                    retryAfter);
        }
        return new AnswerException(
                Failure.NO_USABLE_KEY,
                "No key of the gateway can be used at the moment. Please try again in " + seconds(retryAfter) + "s.",
                retryAfter);
    }

    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }

    /** Called with the lock held. */
    void failed(Key key, AnswerException failure, long number, boolean recorded) {
        Instant now = clock.instant();
        key.failed(failure, number, recorded, now);
        if (failure.failure() == Failure.KEY_THROTTLED) {
            throttledPool.throttled(key, now);
        }
    }

    /** Does something to a key, and tells what has become of it once the lock is free: a log may be slow. */
    void locked(Key key, Runnable action) {
        String news;
        String newsOfPool;
        lock.lock();
        try {
            action.run();
            changed.signalAll();
            news = key.news(clock.instant());
            newsOfPool = throttledPool.news();
        } finally {
            lock.unlock();
        }
        if (news != null) {
            LOG.info(news);
        }
        if (newsOfPool != null) {
            LOG.info(newsOfPool);
        }
    }

    /** How every key fares, in the order of their labels. */
    public List<KeyStatus> status() {
        lock.lock();
        try {
            Instant now = clock.instant();
            return keys.stream().map(key -> key.status(now)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** True when every key is refused, so that no request can be served until one is mended. */
    public boolean allDead() {
        lock.lock();
        try {
            return keys.stream().allMatch(Key::dead);
        } finally {
            lock.unlock();
        }
    }

    /** The circuit breakers of the keys, by the keys' labels. */
    public CircuitBreakerRegistry breakers() {
        return breakers;
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }
}
