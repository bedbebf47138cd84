package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyPoolStressTest {

    private static final int THREADS = 200;
    private static final int LIMIT = 7;

    @Test
    @Timeout(60)
    void keepsItsCountsWhenManyThreadsTakeAndGiveBack() throws Exception {
        ManualClock clock = new ManualClock();
        KeyPool keys = Pool.pool(5, Pool.settings(LIMIT, 10), clock);
        ConcurrentHashMap<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
        AtomicInteger tooMany = new AtomicInteger();
        AtomicInteger leased = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            ends.add(threads.submit(() -> {
                start.await();
                for (int round = 0; round < 100; round++) {
                    try (KeyLease lease = keys.lease(Duration.ofSeconds(30))) {
                        leased.incrementAndGet();
                        AtomicInteger count = inFlight.computeIfAbsent(lease.label(), label -> new AtomicInteger());
                        if (count.incrementAndGet() > LIMIT) {
                            tooMany.incrementAndGet();
                        }
                        say(lease, random);
                        count.decrementAndGet();
                    } catch (GatewayException none) {
                        clock.pass(Duration.ofMinutes(11));
                    }
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> end : ends) {
            end.get(50, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(tooMany).hasValue(0);
        assertThat(leased.get()).isGreaterThan(1000);
        assertThat(keys.status()).allSatisfy(key -> assertThat(key.inFlight()).isZero());
        comesBack(keys, clock);
    }

    private static void say(KeyLease lease, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> lease.failed(new GatewayException(Failure.UPSTREAM_ERROR, "test"));
            case 1 -> lease.failed(new GatewayException(Failure.CLIENT_CLOSED, "test"));
            case 2 -> lease.close();
            case 3 -> {
                if (random.nextInt(50) == 0) {
                    lease.failed(new GatewayException(Failure.KEY_REFUSED, "test"));
                }
            }
            default -> {
                lease.answering();
                lease.succeeded();
            }
        }
    }

    /** No place may have been lost on the way: every key serves again in the end. */
    private static void comesBack(KeyPool keys, ManualClock clock) throws Exception {
        clock.pass(Duration.ofMinutes(11));
        for (int i = 0; i < 100; i++) {
            try (KeyLease lease = keys.lease(Duration.ZERO)) {
                lease.succeeded();
            }
        }
        assertThat(keys.status()).allSatisfy(key -> assertThat(key.state()).isEqualTo(KeyState.UP));
    }
}
