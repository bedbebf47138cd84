package io.ondemand2api.edge;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets virtual threads run on one event loop, as long as it gets round to them. A loop may wait for a lock that one of
 * its own threads is next to have; that thread must then run elsewhere, or both would wait for ever.
 */
final class EventLoopScheduler implements Executor {

    private final EventLoop loop;
    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final Runnable next = this::runNext;
    private volatile long ran;
    private long ranBefore = -1;

    EventLoopScheduler(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable continuation) {
        due.add(continuation);
        try {
            loop.execute(next);
        } catch (RejectedExecutionException ended) {
            // the server is closed; what still runs may come to its end
            EventLoopRescue.run(this);
        }
    }

    private void runNext() {
        Runnable continuation = due.poll();
        if (continuation != null) {
            ran++;
            continuation.run();
        }
    }

    /** Runs everything that is due on this thread instead. */
    void runAll() {
        for (Runnable continuation = due.poll(); continuation != null; continuation = due.poll()) {
            continuation.run();
        }
    }

    /** True when threads are due and none has run since this was last asked. Asked by one thread only. */
    boolean stalled() {
        long now = ran;
        boolean stalled = !due.isEmpty() && now == ranBefore;
        ranBefore = due.isEmpty() ? -1 : now;
        return stalled;
    }
}
