package io.ondemand2api.server.eventloop;

import io.netty.channel.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets virtual threads run on one event loop, as long as it gets round to them. A loop may wait for a lock that one of
 * its own threads is next to have; that thread must then run elsewhere, or both would wait for ever.
 *
 * <p>Threads that go on are run in one go with what the loop has read. Those that begin something are run one at a time,
 * with a look at the connections after each: when many requests come at once, the words that have arrived for one need
 * not wait until all others have been read. The busier the loop is, the more of them begin before the next look, so
 * that they get a third of its time: large answers must not hold up the requests that come behind them.
 */
final class EventLoopScheduler implements Executor {

    private static final VarHandle RUNNING = field("running");

    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> beginning = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean beginsNext = new AtomicBoolean();
    private final Runnable next = this::runNext;
    private final Runnable beginNext = this::beginNext;
    private final AtomicLong ran = new AtomicLong();
    private volatile Runnable running;
    private long ranBefore = -1;
    // when the loop went to look at its connections between two that begin, else 0; used on the loop only
    private long lookingSince;

    EventLoopScheduler(EventLoop loop, LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(EventLoopScheduler.class, name, Runnable.class);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs this with what the loop runs next. */
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

    /** Runs this when the loop has done everything that goes on, after all that was to begin before. */
    void begin(Runnable continuation) {
        beginning.add(continuation);
        beginOne();
        if (loop.isShuttingDown()) {
            // what is scheduled then may never be run
            EventLoopRescue.run(this);
        }
    }

    /** True when this call has let the loop begin one; false when it will do so already, or there is none. */
    private boolean beginOne() {
        if (beginning.isEmpty() || !beginsNext.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (loop.inEventLoop()) {
                beginAfterALook();
            } else {
                loop.execute(this::beginAfterALook);
            }
            return true;
        } catch (RejectedExecutionException ended) {
            beginsNext.set(false);
            EventLoopRescue.run(this);
            return false;
        }
    }

    /** What a loop itself schedules, even for now, it runs when it has looked at its connections. */
    private void beginAfterALook() {
        loop.schedule(beginNext, 0, TimeUnit.NANOSECONDS);
    }

    private void runNext() {
        run(due.poll());
    }

    private void beginNext() {
        beginsNext.set(false);
        long now = nanoClock.getAsLong();
        long share = lookingSince == 0 ? 0 : (now - lookingSince) / 2;
        try {
            do {
                run(beginning.poll());
            } while (nanoClock.getAsLong() - now < share && !beginning.isEmpty());
        } finally {
            lookingSince = beginOne() ? nanoClock.getAsLong() : 0;
        }
    }

    private void run(Runnable continuation) {
        if (continuation != null) {
            ran.lazySet(ran.getPlain() + 1);
            RUNNING.setRelease(this, continuation);
            continuation.run();
            RUNNING.setRelease(this, (Runnable) null);
        }
    }

    /** The virtual thread that the loop runs at the moment; null when it runs none. */
    Thread running() {
        return running instanceof EventLoopThread virtual ? virtual.thread() : null;
    }

    /** Runs everything that is due on this thread instead. */
    void runAll() {
        for (Runnable continuation = poll(); continuation != null; continuation = poll()) {
            continuation.run();
        }
    }

    private Runnable poll() {
        Runnable continuation = due.poll();
        return continuation == null ? beginning.poll() : continuation;
    }

    private boolean idle() {
        return due.isEmpty() && beginning.isEmpty();
    }

    /** True when threads are due and none has run since this was last asked. Asked by one thread only. */
    boolean stalled() {
        long now = ran.get();
        boolean stalled = !idle() && now == ranBefore;
        ranBefore = idle() ? -1 : now;
        return stalled;
    }
}
