package io.ondemand2api.server;

import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Whether a client keeps up with what is written to it, and the wait for one that does not. */
final class WriteBackpressure {

    /**
     * After so many bytes a write is waited for until it has left for the network. The connection says that its queue is
     * full only once its event loop has seen the writes, and a busy loop sees them late.
     */
    private static final int MAX_UNCONFIRMED = 64 * 1024;

    private final HttpServerResponse response;
    private final ReentrantLock lock;
    private final Condition room;
    private final Duration patience;

    /** The bytes of writes since one of them was waited for. */
    private int unconfirmed;

    private boolean awaitsConfirmation;
    private volatile boolean waiting;

    /**
     * @param lock held by everything that writes; given up during the wait
     * @param patience how long a write waits for a client that reads slowly
     */
    WriteBackpressure(HttpServerResponse response, ReentrantLock lock, Duration patience) {
        this.response = response;
        this.lock = lock;
        this.room = lock.newCondition();
        this.patience = patience;
        response.drainHandler(drained -> EventLoopThreads.offLoop(this::signal));
    }

    /** Under the lock: so many bytes were written. */
    void written(Future<Void> write, int bytes) {
        unconfirmed += bytes;
        if (unconfirmed > MAX_UNCONFIRMED) {
            unconfirmed = 0;
            awaitsConfirmation = true;
            write.onComplete(done -> EventLoopThreads.offLoop(this::confirmed));
        }
    }

    private void confirmed() {
        lock.lock();
        try {
            awaitsConfirmation = false;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a wait look again. */
    void signal() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** True while what was written has not left. */
    boolean lagsBehind() {
        return awaitsConfirmation || response.writeQueueFull();
    }

    /** True while a write waits for a client that reads slowly. */
    boolean waiting() {
        return waiting;
    }

    /** Under the lock: waits until the client keeps up, is gone, or the patience ends. */
    void await(BooleanSupplier closed) {
        if (!lagsBehind()) {
            return;
        }
        long left = patience.toNanos();
        waiting = true;
        try {
            while (lagsBehind() && !closed.getAsBoolean() && left > 0) {
                // a drain may be signalled before this thread waits for it: look again now and then
                long slice = Math.min(left, TimeUnit.MILLISECONDS.toNanos(500));
                left -= slice - Math.max(0, room.awaitNanos(slice));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting = false;
        }
    }
}
