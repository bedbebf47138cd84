package io.ondemand2api.blackbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Clients that ask all the time while something happens to others, each once its last question is answered. */
final class OtherClients implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean over;

    /**
     * @param clients how many
     * @param question asks and gives null when the answer was right, else what was wrong with it
     */
    OtherClients(int clients, Supplier<String> question) {
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> ask(question), "other-client");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void ask(Supplier<String> question) {
        while (!over) {
            long began = System.nanoTime();
            try {
                String problem = question.get();
                if (problem != null) {
                    problems.add(problem);
                }
            } catch (RuntimeException broken) {
                problems.add(broken.toString());
            }
            longest.accumulateAndGet(System.nanoTime() - began, Math::max);
            answered.incrementAndGet();
        }
    }

    /** The longest that one waited for its answer. */
    Duration longestWait() {
        return Duration.ofNanos(longest.get());
    }

    /** How many answers they got. */
    long answered() {
        return answered.get();
    }

    /** What was wrong with answers. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(40));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
