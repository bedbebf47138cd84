package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tells the packaged jar to end while it is at work. */
class DrainIT {

    private static final int STREAMS = 100;
    private static final int WORDS = 60;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private ScriptedOnDemand upstream;
    private GatewayProcess gateway;

    @BeforeEach
    void startUpstream() {
        upstream = ScriptedOnDemand.start(0);
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        gateway.close();
        upstream.close();
    }

    private void start(String minWait, String timeout) {
        gateway = GatewayProcess.start(
                        directory,
                        Map.of(
                                "ONDEMAND_APIKEYS",
                                "upstream-secret-1",
                                "ONDEMAND_API_BASE",
                                upstream.base().toString(),
                                "PRIVATE_KEY",
                                GatewayUnderTest.CLIENT_KEY,
                                "GATEWAY_DRAIN_MINWAIT",
                                minWait,
                                "GATEWAY_DRAIN_TIMEOUT",
                                timeout))
                .awaitAnswers(Duration.ofSeconds(40));
    }

    /** Opens streams and returns when each has its first word. */
    private List<Future<List<String>>> open(int count) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(count);
        List<Future<List<String>>> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(clients.submit(() -> read(begun)));
        }
        assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
        return streams;
    }

    private List<String> read(CountDownLatch begun) {
        List<String> lines = new ArrayList<>();
        boolean counted = false;
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("go"));
            for (RawClient.Line line = client.line(); line != null; line = client.line()) {
                lines.add(line.text());
                if (!counted && line.text().contains("word ")) {
                    counted = true;
                    begun.countDown();
                }
                if (line.text().equals("data: [DONE]")) {
                    break;
                }
            }
        }
        return lines;
    }

    private void wordsEvery(Duration gap, int words) {
        upstream.onQuery(query -> Behaviour.usual()
                .firstDeltaAfter(Duration.ZERO)
                .saying(Collections.nCopies(words, "word "))
                .deltasEvery(gap));
    }

    @Test
    void nothingUnderWayIsBrokenAndNobodyIsTurnedAwayTooSoon() throws Exception {
        start("3s", "60s");
        wordsEvery(Duration.ofMillis(150), WORDS);
        List<Future<List<String>>> streams = open(STREAMS);
        upstream.onQuery(query -> Behaviour.atOnce().saying("late guest"));

        long told = System.nanoTime();
        gateway.terminate();

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertThat(gateway.ready().statusCode()).isEqualTo(503);
                    assertThat(gateway.ready().body()).contains("Draining");
                });
        HttpResponse<String> served = gateway.chat(Chat.whole("hi"));
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.headers().firstValue("connection")).hasValue("close");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> gateway.chat(Chat.whole("hi")).statusCode() != 200);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(Duration.ofSeconds(3));
        HttpResponse<String> refused = gateway.chat(Chat.whole("hi"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(Chat.json(refused.body()).at("/error/code").asText()).isEqualTo("server_shutting_down");
        assertThat(refused.headers().firstValue("connection")).hasValue("close");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(503);
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(gateway.ready().statusCode()).isEqualTo(503);

        for (Future<List<String>> stream : streams) {
            List<String> lines = stream.get(60, TimeUnit.SECONDS);
            assertThat(lines).endsWith("data: [DONE]");
            assertThat(lines.stream().filter(line -> line.contains("word "))).hasSize(WORDS);
        }
        long answered = System.nanoTime();
        assertThat(gateway.awaitExit(Duration.ofSeconds(20))).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(Duration.ofSeconds(10));
        assertThat(upstream.abortedStreams()).isZero();
        assertThat(gateway.said())
                .contains("SIGTERM", "Drained in")
                .doesNotContain("ERROR")
                .doesNotContain("\tat ");
    }

    @Test
    void whatTakesTooLongEndsWithAnError() throws Exception {
        start("0", "2s");
        wordsEvery(Duration.ofMillis(200), 1000);
        List<Future<List<String>>> streams = open(10);
        Future<HttpResponse<String>> whole = clients.submit(() -> gateway.chat(Chat.whole("hi")));
        Awaitility.await().until(() -> upstream.openStreams() == 11);

        gateway.terminate();

        for (Future<List<String>> stream : streams) {
            List<String> lines = stream.get(30, TimeUnit.SECONDS);
            assertThat(lines).contains("event: error").doesNotContain("data: [DONE]");
            assertThat(lines).noneMatch(line -> line.contains("\"finish_reason\":\""));
            assertThat(lines).anyMatch(line -> line.contains("server_shutting_down"));
        }
        HttpResponse<String> answer = whole.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Chat.json(answer.body()).at("/error/code").asText()).isEqualTo("server_shutting_down");
        assertThat(gateway.awaitExit(Duration.ofSeconds(20))).isZero();
        assertThat(gateway.said()).contains("gateway.drain.timeout");
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        start("30s", "60s");
        wordsEvery(LONG, 2);
        open(1);

        gateway.terminate();
        Awaitility.await().until(() -> gateway.ready().statusCode() == 503);
        gateway.terminate();

        assertThat(gateway.awaitExit(Duration.ofSeconds(5))).isEqualTo(143);
    }
}
