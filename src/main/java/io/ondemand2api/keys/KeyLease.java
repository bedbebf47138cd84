package io.ondemand2api.keys;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SharedPlaces;

/**
 * The right to use one key for one request. Say how the upstream answered, then close it; closing without a word
 * leaves the key's record as it was. Safe for several threads; closing twice does nothing.
 */
public final class KeyLease implements AutoCloseable {

    private final KeyPool pool;
    private final Key key;
    private final long number;
    /** Guarded by the pool's lock: what was said of the key already. */
    private boolean recorded;

    private boolean settled;
    private boolean closed;
    private volatile Runnable place = () -> {};

    KeyLease(KeyPool pool, Key key) {
        this.pool = pool;
        this.key = key;
        this.number = key.taken();
    }

    /**
     * Takes a place of the key among all processes, where there are only so many. Waits for Redis.
     *
     * @return false when the others have them all; then this is closed
     */
    boolean takePlace(SharedPlaces places) {
        int most = pool.guarded(key::places);
        if (most == Integer.MAX_VALUE) {
            return true;
        }
        Runnable taken = places.take("key:{" + key.name() + "}:places", most);
        if (taken == null) {
            pool.fullElsewhere(key);
            close();
            return false;
        }
        place = taken;
        return true;
    }

    /** The key's public name, {@code key-1}, {@code key-2}, … */
    public String label() {
        return key.label();
    }

    /** The key itself: for the upstream's header, and for nothing else. */
    public String secret() {
        return key.secret();
    }

    /** True when the key has failed lately, so that others are asked first. */
    public boolean askedLast() {
        return pool.askedLast(key);
    }

    /** The upstream began to answer with this key. */
    public void answering() {
        pool.locked(key, () -> {
            if (!settled && !recorded) {
                recorded = key.answering(number);
            }
        });
    }

    /** The upstream gave a whole answer with this key. */
    public void succeeded() {
        pool.locked(key, () -> {
            if (!settled) {
                settled = true;
                key.succeeded(number, recorded);
            }
        });
    }

    /** The upstream failed with this key; what follows for the key lies in the failure's class alone. */
    public void failed(GatewayException failure) {
        pool.locked(key, () -> {
            if (!settled) {
                settled = true;
                pool.failed(key, failure, number, recorded);
            }
        });
    }

    @Override
    public void close() {
        pool.locked(key, () -> {
            if (!closed) {
                closed = true;
                if (!settled && !recorded) {
                    key.forget(number);
                }
                settled = true;
                key.release();
            }
        });
        place.run();
    }

    @Override
    public String toString() {
        return label();
    }
}
