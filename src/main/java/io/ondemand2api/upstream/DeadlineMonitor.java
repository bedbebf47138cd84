package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;
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
public final class DeadlineMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineMonitor.class);
    private static final long PERIOD_MILLIS = 100;

    private final Set<Monitored> open = ConcurrentHashMap.newKeySet();
    private final TimeLimits limits;
    private final ScheduledExecutorService timer;
    private volatile GatewayException cut;

    public DeadlineMonitor(TimeLimits limits) {
        this.limits = limits;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    public void add(Monitored watched) {
        open.add(watched);
    }

    public void remove(Monitored watched) {
        open.remove(watched);
    }

    /** How many answers are under way, those included whose upstream stream still runs out. */
    public int size() {
        return (int) open.stream().filter(Monitored::forClient).count();
    }

    /** How many calls of the gateway's own are under way, those that no client waits for. */
    public int ownCalls() {
        return (int) open.stream().filter(Monitored::forGateway).count();
    }

    /** Ends everything that is open, and from now on everything that is added, too. */
    public void cut(GatewayException why) {
        cut = why;
    }

    private void look() {
        long now = System.nanoTime();
        for (Monitored watched : open) {
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
