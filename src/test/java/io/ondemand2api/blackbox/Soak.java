package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.io.File;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Minutes of random faults and leaving clients, then nothing may be left: {@code mvn verify -Psoak}, with
 * {@code -Dsoak.minutes=10} for longer. Bounded in time and to loopback.
 */
class Soak {

    private static final int CLIENTS = 40;
    private static final String LEAVING = "leaving";
    private static final List<String> WORDS = Collections.nCopies(40, "word ");
    private static final String WHOLE = String.join("", WORDS);

    private final LongAdder whole = new LongAdder();
    private final LongAdder honest = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final List<String> defects = Collections.synchronizedList(new ArrayList<>());

    private GatewayUnderTest gateway;

    private static Behaviour behaviour(ReceivedQuery query) {
        Behaviour right = Behaviour.atOnce()
                .saying(WORDS)
                .deltasEvery(Duration.ofMillis(2))
                .doneAfter(Duration.ofMillis(50));
        if (query.query().contains(LEAVING)) {
            return right.saying(Collections.nCopies(5000, "word ")).deltasEvery(Duration.ofMillis(20));
        }
        return switch (ThreadLocalRandom.current().nextInt(24)) {
            case 0 -> right.cutAfter(20);
            case 1 -> right.droppedAfter(10);
            case 2 -> right.resetAfter(5);
            case 3 -> right.resetBeforeHeaders();
            case 4 -> right.malformedAfter(10);
            case 5 -> right.errorAfter(3, "model_error", "no");
            case 6 -> right.refusing(500, "server_error", "no");
            case 7 -> right.refusing(401, "unauthenticated", "no");
            case 8 -> right.throttling(1);
            case 9 -> right.sayingNothing();
            case 10 -> right.closingUnderNextRequest();
            default -> right;
        };
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void nothingIsLeftAfterMinutesOfRandomFaults() throws Exception {
        long minutes = Long.getLong("soak.minutes", 3);
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "key-a,key-b,key-c,key-d",
                "ondemand.maxSessions", "200",
                "ondemand.warmSessions", "2",
                "keys.throttledAtLeast", "50",
                "keys.throttledAtMost", "200",
                "keys.poolThrottledKeys", "100",
                "keys.openFor", "200",
                "keys.disabledFor", "300"));
        gateway.simulator().onQuery(Soak::behaviour);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        run(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
        long heapBefore = settledHeap();
        int filesBefore = openFiles();

        run(end);

        long heapAfter = settledHeap();
        int filesAfter = openFiles();
        System.out.printf(
                "soak: %d whole, %d honest errors, %d left; aborts seen %d; heap %d -> %d MiB, files %d -> %d%n",
                whole.sum(),
                honest.sum(),
                left.sum(),
                gateway.simulator().abortedStreams(),
                heapBefore >> 20,
                heapAfter >> 20,
                filesBefore,
                filesAfter);
        assertThat(defects).isEmpty();
        assertThat(whole.sum()).isGreaterThan(honest.sum() * 3);
        assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
        assertThat(heapAfter).isLessThan(heapBefore + (48L << 20));
        assertThat(filesAfter).isLessThan(filesBefore + 200);
        gateway.close();
    }

    private void run(long end) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(() -> {
                while (System.nanoTime() < end) {
                    try {
                        one();
                    } catch (RuntimeException | AssertionError e) {
                        defects.add(e.toString());
                    }
                }
            });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(60, TimeUnit.MINUTES)).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> inFlight() == 0 && gateway.simulator().openStreams() == 0);
    }

    private void one() {
        int dice = ThreadLocalRandom.current().nextInt(10);
        if (dice == 0) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.chat(Chat.streamed(LEAVING));
                String status = client.line().text();
                if (status.contains(" 200 ")) {
                    client.lineThatStartsWith("data: ");
                    left.increment();
                }
            }
            return;
        }
        boolean stream = dice < 6;
        HttpResponse<String> response = gateway.chat(stream ? Chat.streamed("hello") : Chat.whole("hello"));
        if (response.statusCode() != 200 || response.body().contains("event: error")) {
            honest.increment();
            return;
        }
        String content = stream
                ? Chat.content(response.body())
                : Chat.json(response.body()).at("/choices/0/message/content").asText();
        if (content.equals(WHOLE)) {
            whole.increment();
        } else {
            defects.add("a wrong answer shown as success: " + content.length() + " characters");
        }
    }

    private int inFlight() {
        int sum = 0;
        for (JsonNode key : Chat.json(gateway.get("/").body()).path("key_states")) {
            sum += key.path("in_flight").asInt();
        }
        return sum;
    }

    private static long settledHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }
}
