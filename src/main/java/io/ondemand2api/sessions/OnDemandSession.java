package io.ondemand2api.sessions;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A session upstream. It belongs to the account of the key that made it, remembers every turn, and takes one query at a
 * time. Safe for several threads.
 */
public final class OnDemandSession {

    private enum State {
        FREE,
        /** A query is under way, or its stream still runs out behind the answer. */
        BUSY,
        /** The same, and no request will use it again. */
        UNWANTED,
        OVER
    }

    private final String id;
    private final String key;
    private final boolean warm;
    private volatile String offeredAs;
    private volatile String remembered;
    private State state = State.FREE;
    private CountDownLatch turn = new CountDownLatch(0);

    /**
     * @param id 24 hexadecimal digits
     * @param key the label of the key that made it
     * @param warm true when it was made ahead of need
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

    /** True when it was made ahead of need. */
    public boolean warm() {
        return warm;
    }

    /** The conversation by which other processes may take it; null while they may not. */
    public String offeredAs() {
        return offeredAs;
    }

    void offeredAs(String conversation) {
        offeredAs = conversation;
    }

    /** The conversation that it remembers; null before its first answer and while a query is under way. */
    String remembered() {
        return remembered;
    }

    void remembers(String conversation) {
        remembered = conversation;
    }

    /** A query starts. */
    public synchronized void turnStarts() {
        remembered = null;
        state = State.BUSY;
        turn = new CountDownLatch(1);
    }

    /**
     * The stream of the query under way has ended.
     *
     * @return false when no request will use it again
     */
    public synchronized boolean turnEnds() {
        turn.countDown();
        if (state == State.BUSY) {
            state = State.FREE;
        }
        return state == State.FREE;
    }

    /**
     * No request will use it again.
     *
     * @return true when it can be deleted now; else the query under way is to end first, or that was known already
     */
    public synchronized boolean giveUp() {
        boolean free = state == State.FREE;
        if (free) {
            state = State.OVER;
        } else if (state == State.BUSY) {
            state = State.UNWANTED;
        }
        return free;
    }

    /**
     * Its memory is not what the gateway believes: never use it again.
     *
     * @return false when that was known already
     */
    public synchronized boolean breakOff() {
        boolean first = state != State.OVER;
        state = State.OVER;
        turn.countDown();
        return first;
    }

    /**
     * Waits for the stream of the last query, which runs on for about two seconds after its answer.
     *
     * @param nanos how long; 0 only looks
     * @return false when it still runs, or must not be used again
     */
    public boolean awaitTurn(long nanos) throws InterruptedException {
        CountDownLatch underWay = turn();
        return (nanos == 0 ? underWay.getCount() == 0 : underWay.await(nanos, TimeUnit.NANOSECONDS)) && free();
    }

    private synchronized CountDownLatch turn() {
        return turn;
    }

    private synchronized boolean free() {
        return state == State.FREE;
    }
}
