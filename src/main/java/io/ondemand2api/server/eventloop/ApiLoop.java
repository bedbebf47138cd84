package io.ondemand2api.server.eventloop;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** One event loop of the API port: how many connections it has, and for how long it has not got round to a task. */
final class ApiLoop {

    private final EventLoop loop;
    private final AtomicInteger connections = new AtomicInteger();
    private final Runnable answer = this::answer;
    private volatile Thread thread;
    private volatile boolean asked;
    private volatile long askedAt;
    private boolean told;

    ApiLoop(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /** Connections that are open on it. */
    AtomicInteger connections() {
        return connections;
    }

    /** The name of its thread, once it has run anything. */
    String name() {
        Thread known = thread;
        return known == null ? loop.toString() : known.getName();
    }

    private void answer() {
        thread = Thread.currentThread();
        asked = false;
    }

    /** Gives it a task, unless the last one still waits. */
    void ask(long now) {
        if (!asked && !loop.isShuttingDown()) {
            askedAt = now;
            asked = true;
            try {
                loop.execute(answer);
            } catch (RejectedExecutionException ended) {
                asked = false;
            }
        }
    }

    /** Forgets for how long a task has waited: the whole process stood still. */
    void excuse(long now) {
        askedAt = now;
    }

    /** For how long its task has waited, in nanoseconds; 0 when none waits. */
    long heldFor(long now) {
        long since = askedAt;
        return asked ? Math.max(0, now - since) : 0;
    }

    /** True when this incident is told of for the first time. Used by one thread only. */
    boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }

    /** True when an incident that was told of is over. Used by one thread only. */
    boolean recovered() {
        boolean over = told && !asked;
        told = told && !over;
        return over;
    }

    /** The thread that holds it: a virtual one of a request, or the loop's own; null while that is not known. */
    Thread holder() {
        Thread running = EventLoopThreads.runningOn(loop);
        return running == null ? thread : running;
    }
}
