package io.ondemand2api.server.eventloop;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each event loop a small task now and then, and tells of one that does not get round to it: once for each
 * incident, with what holds the loop.
 */
final class EventLoopWatch {

    /** How often the loops are asked. */
    static final Duration PERIOD = Duration.ofMillis(250);

    private static final int MAX_FRAMES = 40;
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopWatch.class);

    private final Duration patience;
    private final AtomicLong stalls = new AtomicLong();
    private ScheduledExecutorService timer;
    private ExecutorService teller;
    private long lookedAt;

    EventLoopWatch(Duration patience) {
        this.patience = patience;
    }

    synchronized void start(List<ApiLoop> loops) {
        stop();
        teller = Executors.newSingleThreadExecutor(task -> EventLoopRescue.daemon(task, "event-loop-log"));
        timer = Executors.newSingleThreadScheduledExecutor(task -> EventLoopRescue.daemon(task, "event-loop-ask"));
        lookedAt = System.nanoTime();
        timer.scheduleWithFixedDelay(() -> look(loops), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            teller.shutdownNow();
            timer = null;
        }
    }

    long stalls() {
        return stalls.get();
    }

    // writes no log itself: the thread that holds the log may be waiting for the loop
    private void look(List<ApiLoop> loops) {
        long now = System.nanoTime();
        boolean late = now - lookedAt > 3 * PERIOD.toNanos();
        lookedAt = now;
        for (ApiLoop loop : loops) {
            long held = loop.heldFor(now);
            if (late) {
                // this thread did not run either: a pause of the JVM or of the machine is no loop's fault
                loop.excuse(now);
            } else if (held > patience.toNanos() && loop.tell()) {
                stalls.incrementAndGet();
                teller.execute(() -> tell(loop, held));
            } else if (loop.recovered()) {
                teller.execute(() -> LOG.warn("The event loop {} runs again", loop.name()));
            }
            loop.ask(now);
        }
    }

    private static void tell(ApiLoop loop, long held) {
        Thread holder = loop.holder();
        String stack = holder == null
                ? "unknown"
                : Arrays.stream(holder.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
        LOG.error(
                "The event loop {} has done nothing else for {} ms; its connections wait. It is held by {}:{}",
                loop.name(),
                TimeUnit.NANOSECONDS.toMillis(held),
                holder == null ? "" : holder.isDaemon() && holder.getName().isEmpty() ? "a request" : holder.getName(),
                stack);
    }
}
