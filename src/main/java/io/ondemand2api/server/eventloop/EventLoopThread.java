package io.ondemand2api.server.eventloop;

import java.util.concurrent.Executor;

/** What one virtual thread is run by: its event loop, and whether it is to go on or to begin something. */
final class EventLoopThread implements Executor, Runnable {

    private final EventLoopScheduler scheduler;
    private volatile Thread thread;
    private boolean begins;
    /** A virtual thread has no more than one at a time, and hands it over by way of the scheduler's queues. */
    private Runnable continuation;

    /** @param begins true when the thread's start is a beginning that can wait for what goes on */
    EventLoopThread(EventLoopScheduler scheduler, boolean begins) {
        this.scheduler = scheduler;
        this.begins = begins;
    }

    /** Lets what goes on pass before this thread, which must be the one that asks. */
    void begin() {
        begins = true;
        Thread.yield();
    }

    /** The virtual thread; null until it runs. */
    Thread thread() {
        return thread;
    }

    /** Must be called by the virtual thread. */
    void isThisThread() {
        thread = Thread.currentThread();
    }

    @Override
    public void execute(Runnable next) {
        continuation = next;
        if (begins) {
            begins = false;
            scheduler.begin(this);
        } else {
            scheduler.execute(this);
        }
    }

    @Override
    public void run() {
        continuation.run();
    }
}
