package io.ondemand2api.edge;

import java.util.concurrent.Executor;

/** What one virtual thread is run by: its event loop, and whether it is to go on or to begin something. */
final class EventLoopThread implements Executor {

    private final EventLoopScheduler scheduler;
    private boolean begins;

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

    @Override
    public void execute(Runnable continuation) {
        if (begins) {
            begins = false;
            scheduler.begin(continuation);
        } else {
            scheduler.execute(continuation);
        }
    }
}
