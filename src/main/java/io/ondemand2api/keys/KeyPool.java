package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SharedPlaces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys, and the choice among them: those that have not failed lately first, of these the least in flight, then in
 * turn. Safe for several threads; the lock is held for the choice only, never over I/O.
 */
public final class KeyPool {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPool.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final KeyRing ring;
    private final Clock clock;
    private final ThrottledPool throttledPool;
    private final KeyChoice choice = new KeyChoice();
    private final KeyWaiting waiting;
    private volatile SharedPlaces places = SharedPlaces.ALONE;
    private volatile SharedKeys.Listener listener = (before, after) -> {};

    /**
     * @param secrets the keys, in the order of their labels; at least one
     * @param settings the policy
     * @param clock what all rests are measured by; should not jump
     */
    public KeyPool(List<String> secrets, KeySettings settings, Clock clock) {
        this.ring = new KeyRing(settings, clock);
        this.clock = clock;
        this.throttledPool = new ThrottledPool(settings);
        this.waiting = new KeyWaiting(lock, changed, ring, choice, throttledPool, clock);
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
        return guarded(() -> {
            List<Key> gone = ring.replace(secrets);
            choice.startOver();
            gone.forEach(throttledPool::forget);
            // requests that wait for a key may have one now
            changed.signalAll();
            return gone.stream().map(Key::label).collect(Collectors.toCollection(LinkedHashSet::new));
        });
    }

    /**
     * Takes a key.
     *
     * @param patience how long to wait for a key that comes back soon
     * @throws GatewayException {@link Failure#ALL_KEYS_THROTTLED} or {@link Failure#NO_USABLE_KEY}, with the time until
     *     the soonest key
     * @throws InterruptedException when the waiting thread is
     */
    public KeyLease lease(Duration patience) throws GatewayException, InterruptedException {
        return lease(patience, null);
    }

    /**
     * As {@link #lease(Duration)}, but takes no other key than this.
     *
     * @param label of the key; null for any
     */
    public KeyLease lease(Duration patience, String label) throws GatewayException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            KeyLease lease = waiting.lease(this, end - System.nanoTime(), label);
            if (lease.takePlace(places)) {
                return lease;
            }
        }
    }

    /**
     * Takes this very key, for what belongs to it.
     *
     * @return null when it cannot be used at once, or has failed lately while another key has not
     */
    public KeyLease leaseOf(String label) {
        KeyLease lease = guarded(() -> {
            Instant now = clock.instant();
            if (!throttledPool.remaining(now).isZero()) {
                return null;
            }
            Key key = ring.labelled(label);
            boolean usable =
                    key != null && !key.dead() && key.hasRoom(now) && !choice.othersFirst(key, ring.keys(), now);
            return usable && key.acquire(now) ? new KeyLease(this, key) : null;
        });
        return lease != null && lease.takePlace(places) ? lease : null;
    }

    /**
     * Ends the rest of a key, so that the next request may try it.
     *
     * @return false when there is no such key, or it does not rest
     */
    public boolean probe(String label) {
        return guarded(() -> {
            Instant now = clock.instant();
            Key key = ring.labelled(label);
            if (key == null || key.remaining(now).isZero()) {
                return false;
            }
            key.probe(now);
            changed.signalAll();
            return true;
        });
    }

    /**
     * Sets a key aside, so that no request takes it, or brings it back. Requests under way go on.
     *
     * @param aside what is wanted
     * @return false when there is no such key, or it is so already
     */
    public boolean setAside(String label, boolean aside) {
        return guarded(() -> {
            Key key = ring.labelled(label);
            if (key == null || key.aside() == aside) {
                return false;
            }
            key.setAside(aside);
            changed.signalAll();
            return true;
        });
    }

    /** True when the key has failed lately. */
    boolean askedLast(Key key) {
        return guarded(() -> key.askedLast(clock.instant()));
    }

    /** Called with the lock held. */
    void failed(Key key, GatewayException failure, long number, boolean recorded) {
        Instant now = clock.instant();
        key.failed(failure, number, recorded, now);
        if (failure.failure() == Failure.KEY_THROTTLED) {
            throttledPool.throttled(key, now);
        }
    }

    void share(SharedKeys.Listener told, SharedPlaces shared) {
        listener = told;
        places = shared;
    }

    /** Other processes have all places of this key. */
    void fullElsewhere(Key key) {
        guarded(() -> {
            key.fullElsewhere(clock.instant());
            return null;
        });
    }

    List<KeyRest> rests() {
        Instant now = clock.instant();
        return guarded(() -> ring.keys().stream().map(key -> key.rest(now)).toList());
    }

    /** Tells a key of this name what is known of it elsewhere. */
    void named(String name, BiConsumer<Key, Instant> news) {
        guarded(() -> {
            Instant now = clock.instant();
            ring.keys().stream().filter(key -> key.name().equals(name)).forEach(key -> news.accept(key, now));
            changed.signalAll();
            return null;
        });
    }

    /** Does something to a key, and tells what has become of it once the lock is free: a log may be slow. */
    void locked(Key key, Runnable action) {
        List<String> news = new ArrayList<>();
        KeyRest before;
        KeyRest after;
        lock.lock();
        try {
            Instant now = clock.instant();
            before = key.rest(now);
            action.run();
            after = key.rest(now);
            changed.signalAll();
            news.add(key.news().ofBreaker());
            news.add(key.news().of(key.status(now), now));
            news.add(throttledPool.news());
        } finally {
            lock.unlock();
        }
        news.stream().filter(Objects::nonNull).forEach(LOG::info);
        if (!before.equals(after)) {
            listener.changed(before, after);
        }
    }

    /** How every key fares, in the order of their labels. */
    public List<KeyStatus> status() {
        Instant now = clock.instant();
        return guarded(() -> ring.keys().stream().map(key -> key.status(now)).toList());
    }

    /** True when every key is refused or set aside, so that no request can be served until one is mended. */
    public boolean allDead() {
        return guarded(() -> ring.keys().stream().allMatch(key -> key.dead() || key.aside()));
    }

    <T> T guarded(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** The circuit breakers of the keys, by the keys' labels. */
    public CircuitBreakerRegistry breakers() {
        return ring.breakers();
    }

    /** How many keys there are. */
    public int size() {
        return ring.keys().size();
    }
}
