package io.ondemand2api.gateway;

import io.ondemand2api.edge.EventLoopThreads;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs routes that no client waits for, a few at a time; what does not fit its queue is not done. What is asked for on an
 * event loop is done there, behind what clients wait for.
 */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int AT_ONCE = 16;
    private static final int QUEUE = 1000;

    private final CamelContext context;
    private final Queue<Runnable> waiting = new LinkedBlockingQueue<>(QUEUE);
    private final AtomicInteger working = new AtomicInteger();
    private final ThreadPoolExecutor threads;
    private volatile ProducerTemplate template;

    Background(CamelContext context) {
        this.context = context;
        this.threads =
                new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "background");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Sends an exchange with this property to a route.
     *
     * @return false when there is too much to do
     */
    boolean run(String route, String property, Object value) {
        if (threads.isShutdown() || !waiting.offer(() -> send(route, property, value))) {
            return false;
        }
        workOn();
        return true;
    }

    /** Sets a thread to what has waited longest, unless enough are at work: each of them does this when it is done. */
    private void workOn() {
        for (int now = working.get(); now < AT_ONCE && !waiting.isEmpty(); now = working.get()) {
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

    private void send(String route, String property, Object value) {
        try {
            template().send(route, exchange -> exchange.setProperty(property, value));
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
    boolean busy() {
        return working.get() > 0 || !waiting.isEmpty();
    }

    @Override
    public void close() {
        waiting.clear();
        threads.shutdownNow();
    }
}
