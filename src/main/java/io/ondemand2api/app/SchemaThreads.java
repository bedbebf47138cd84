package io.ondemand2api.app;

import io.ondemand2api.core.schema.SchemaRunner;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Does the work of schemas off the event loops. It is bounded, but a client decides how much of it there is, and what
 * runs on a loop holds up all of its connections.
 */
final class SchemaThreads implements SchemaRunner, AutoCloseable {

    private final AtomicInteger started = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
                Thread thread = new Thread(task, "schema-" + started.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    @Override
    public <T> T run(Supplier<T> work) {
        boolean onLoop = EventLoopThreads.place() != EventLoopThreads.class;
        if (!onLoop) {
            return work.get();
        }
        try {
            return CompletableFuture.supplyAsync(work, threads).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
