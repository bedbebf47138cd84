package io.ondemand2api.upstream;

import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs routes that no client waits for, a few exchanges of each at a time, so that none holds up another; what does not
 * fit a route's queue is not done. What is asked for on an event loop is done there, behind what clients wait for.
 */
public final class BackgroundRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRoutes.class);

    private final CamelContext context;
    private final BackgroundSettings settings;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;
    private volatile ProducerTemplate template;

    public BackgroundRoutes(CamelContext context, BackgroundSettings settings) {
        this.context = context;
        this.settings = settings;
        // the lanes bound them
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "background");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Sends an exchange with this property to a route.
     *
     * @return false when there is too much to do
     */
    public <T> boolean run(String route, ExchangeProperty<T> property, T value) {
        Lane lane = lanes.computeIfAbsent(route, name -> new Lane());
        if (threads.isShutdown() || !lane.waiting.offer(() -> send(route, property, value))) {
            return false;
        }
        lane.workOn();
        return true;
    }

    /** The exchanges of one route. */
    private final class Lane {

        private final Queue<Runnable> waiting = new LinkedBlockingQueue<>(settings.queue());
        private final AtomicInteger working = new AtomicInteger();

        /** Sets a thread to what has waited longest, unless enough are at work: each of them does this when it is done. */
        void workOn() {
            for (int now = working.get(); now < settings.atOnce() && !waiting.isEmpty(); now = working.get()) {
                if (working.compareAndSet(now, now + 1)) {
                    start();
                    return;
                }
            }
        }

        private void start() {
            try {
                if (!EventLoopThreads.startBehind(this::work)) {
                    threads.execute(this::work);
                }
            } catch (RejectedExecutionException closed) {
                working.decrementAndGet();
            }
        }

        private void work() {
            Runnable task = waiting.poll();
            try {
                if (task != null) {
                    task.run();
                }
            } finally {
                working.decrementAndGet();
                workOn();
            }
        }

        public boolean busy() {
            return working.get() > 0 || !waiting.isEmpty();
        }
    }

    private <T> void send(String route, ExchangeProperty<T> property, T value) {
        try {
            template().send(route, exchange -> property.set(exchange, value));
        } catch (RuntimeException e) {
            LOG.debug("{} could not be run: {}", route, e.toString());
        }
    }

    private ProducerTemplate template() {
        ProducerTemplate made = template;
        if (made == null) {
            made = makeTemplate();
        }
        return made;
    }

    private synchronized ProducerTemplate makeTemplate() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }

    /** True while something is done or waits to be. */
    public boolean busy() {
        return lanes.values().stream().anyMatch(Lane::busy);
    }

    @Override
    public void close() {
        lanes.values().forEach(lane -> lane.waiting.clear());
        threads.shutdownNow();
    }
}
