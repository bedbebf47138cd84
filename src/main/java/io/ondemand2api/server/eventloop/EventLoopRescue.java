package io.ondemand2api.server.eventloop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks at the event loops a few times a second, and runs elsewhere the threads of one that stands still. */
final class EventLoopRescue {

    private static final long PERIOD_MILLIS = 50;
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final ExecutorService CARRIERS =
            Executors.newCachedThreadPool(task -> daemon(task, "event-loop-rescue"));

    private EventLoopRescue() {}

    /** Starts to look; a second time does nothing. */
    static void start() {
        if (STARTED.compareAndSet(false, true)) {
            ScheduledExecutorService timer =
                    Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "event-loop-watch"));
            timer.scheduleWithFixedDelay(EventLoopRescue::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    // takes no lock and writes no log: it could wait for the same thing as the loop
    private static void look() {
        for (EventLoopScheduler scheduler : EventLoopThreads.schedulers()) {
            if (scheduler.stalled()) {
                run(scheduler);
            }
        }
    }

    /** Runs the threads that are due. */
    static void run(EventLoopScheduler scheduler) {
        CARRIERS.execute(scheduler::runAll);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
