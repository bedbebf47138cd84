package io.ondemand2api.ondemand;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session upstream. It belongs to the account of the key that made it, remembers every turn, and takes one query at a
 * time. Safe for several threads.
 */
public final class OnDemandSession {

    private final String id;
    private final String key;
    private final boolean warm;
    private volatile CountDownLatch turn = new CountDownLatch(0);
    private final AtomicBoolean broken = new AtomicBoolean();

    /**
     * @param id 24 hexadecimal digits
     * @param key the label of the key that made it
     * @param warm true when it was made before anybody needed it
     */
    public OnDemandSession(String id, String key, boolean warm) {
        this.id = id;
        this.key = key;
        this.warm = warm;
    }

    /** Its id. */
    public String id() {
        return id;
    }

    /** The label of the key that made it. */
    public String key() {
        return key;
    }

    /** True when it was made before anybody needed it. */
    public boolean warm() {
        return warm;
    }

    /** A query starts. */
    public void turnStarts() {
        turn = new CountDownLatch(1);
    }

    /** The stream of the query under way has ended. */
    public void turnEnds() {
        turn.countDown();
    }

    /**
     * Its memory is not what the gateway believes: never use it again.
     *
     * @return false when that was known already
     */
    public boolean breakOff() {
        boolean first = broken.compareAndSet(false, true);
        turn.countDown();
        return first;
    }

    /**
     * Waits for the stream of the last query, which runs on for about two seconds after its answer.
     *
     * @return false when it still runs, or broke off
     */
    public boolean awaitTurn(long nanos) throws InterruptedException {
        return turn.await(nanos, TimeUnit.NANOSECONDS) && !broken.get();
    }
}
