package io.ondemand2api.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs routes that no client waits for, a few at a time; what does not fit its queue is not done. */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int THREADS = 4;
    private static final int QUEUE = 1000;

    private final CamelContext context;
    private final ThreadPoolExecutor workers;
    private volatile ProducerTemplate template;

    Background(CamelContext context) {
        this.context = context;
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "background");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Sends an exchange with this property to a route.
     *
     * @return false when there is too much to do
     */
    boolean run(String route, String property, Object value) {
        try {
            workers.execute(() -> send(route, property, value));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private void send(String route, String property, Object value) {
        try {
            template().send(route, exchange -> exchange.setProperty(property, value));
        } catch (RuntimeException e) {
            LOG.debug("{} could not be run: {}", route, e.toString());
        }
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }

    /** True while something is done or waits to be. */
    boolean busy() {
        return workers.getActiveCount() > 0 || !workers.getQueue().isEmpty();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
