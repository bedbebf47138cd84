package io.ondemand2api.scripted;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One thread per connection: virtual where the JVM has them (21 and later), else pooled daemon threads. */
final class Threads {

    private Threads() {}

    static ExecutorService perConnection() {
        try {
            // by name, because the bytecode is for Java 17
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException | UnsupportedOperationException olderJvm) {
            return Executors.newCachedThreadPool(task -> daemon(task, "simulator-connection"));
        }
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
