package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask one question after another, while others attack the gateway, and note how long they wait. */
final class SteadyClients {

    private static final int COUNT = 4;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private SteadyClients() {}

    static SteadyClients of(GatewayProcess gateway) {
        SteadyClients clients = new SteadyClients();
        for (int i = 0; i < COUNT; i++) {
            Thread thread = new Thread(() -> clients.run(gateway), "steady-client-" + i);
            thread.start();
            clients.threads.add(thread);
        }
        return clients;
    }

    private void run(GatewayProcess gateway) {
        while (!stopped) {
            long began = System.nanoTime();
            try {
                int status = gateway.chat(Chat.whole("hello")).statusCode();
                if (status != 200) {
                    failures.add("status " + status);
                }
            } catch (RuntimeException broken) {
                failures.add(String.valueOf(broken.getCause()));
            }
            longest.accumulateAndGet((System.nanoTime() - began) / 1_000_000, Math::max);
            answered.incrementAndGet();
        }
    }

    int answered() {
        return answered.get();
    }

    /** Ends them; fails when one was refused or waited too long. */
    void mustNotHaveWaited(long mostMillis) throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(40_000);
        }
        System.out.printf("%d answers beside it, the longest wait %d ms%n", answered.get(), longest.get());
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(COUNT);
        assertThat(longest.get()).as("the longest wait, in milliseconds").isLessThan(mostMillis);
    }
}
