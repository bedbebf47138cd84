package io.ondemand2api.server.eventloop;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.ExecutorServiceFactory;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Lets every request have a thread of its own that costs next to nothing: Vert.x's workers are virtual threads where
 * the JVM has them (21 and later), and a bounded pool where it has not. The code is compiled for Java 17, so the newer
 * executor is taken by reflection. Found by Vert.x through {@code META-INF/services}.
 */
public final class VirtualThreadWorkers implements ExecutorServiceFactory {

    private final Method virtualThreads = virtualThreads();

    @Override
    public void init(VertxBuilder builder) {
        if (virtualThreads != null && builder.executorServiceFactory() == null) {
            builder.executorServiceFactory(this);
        }
    }

    @Override
    public ExecutorService createExecutor(ThreadFactory threadFactory, Integer concurrency, Integer maxConcurrency) {
        try {
            return new RequestThreads((ExecutorService) virtualThreads.invoke(null));
        } catch (ReflectiveOperationException e) {
            return Executors.newFixedThreadPool(maxConcurrency, threadFactory);
        }
    }

    /** True when this JVM has virtual threads. */
    public static boolean available() {
        return virtualThreads() != null;
    }

    private static Method virtualThreads() {
        try {
            return Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        } catch (NoSuchMethodException beforeJava21) {
            return null;
        }
    }
}
