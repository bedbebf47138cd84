package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one timer: it looks at every open answer a few times a second, so that no answer needs a timer of its own and no
 * token has to set one back.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long PERIOD_MILLIS = 100;

    private final Set<Watched> open = ConcurrentHashMap.newKeySet();
    private final TimeLimits limits;
    private final ScheduledExecutorService timer;
    private volatile AnswerException cut;

    Watch(TimeLimits limits) {
        this.limits = limits;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(Watched watched) {
        open.add(watched);
    }

    void remove(Watched watched) {
        open.remove(watched);
    }

    /** How many answers are under way, those included whose upstream stream still runs out. */
    int size() {
        return (int) open.stream().filter(Answering.class::isInstance).count();
    }

    /** How many calls of the gateway's own are under way, those that no client waits for. */
    int ownCalls() {
        return (int) open.stream().filter(UpstreamCall.class::isInstance).count();
    }

    /** Ends everything that is open, and from now on everything that is added, too. */
    void cut(AnswerException why) {
        cut = why;
    }

    private void look() {
        long now = System.nanoTime();
        for (Watched watched : open) {
            try {
                watched.tick(now, limits);
                if (cut != null) {
                    watched.cut(cut);
                }
            } catch (RuntimeException e) {
                // one call's trouble must not stop the timer of all others
                LOG.warn("A call could not be looked after: {}", e.toString());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
