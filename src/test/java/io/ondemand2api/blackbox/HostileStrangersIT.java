package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of conversations, users, keys, models, paths and traces, each seen once: the memory and the series of the
 * metrics stay what they were. {@code -Dhostile.strangers=100000} for more of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileStrangersIT {

    private static final int STRANGERS = Integer.getInteger("hostile.strangers", 4000);
    private static final int CONNECTIONS = 4;
    /** What is remembered on purpose, and bounded: conversations that may go on. */
    private static final int SESSIONS = 500;

    private static final long HEAP_LEFT = 12;

    @TempDir
    private static Path directory;

    private ScriptedOnDemand simulator;
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        simulator = ScriptedOnDemand.start(0);
        simulator.onQuery(query -> Behaviour.atOnce().saying("hello"));
        gateway = GatewayProcess.startAsDeployed(
                        directory,
                        200,
                        Map.of(
                                "ONDEMAND_APIKEYS",
                                "upstream-secret-1",
                                "ONDEMAND_API_BASE",
                                simulator.base().toString(),
                                "ONDEMAND_MAXSESSIONS",
                                Integer.toString(SESSIONS),
                                "GATEWAY_WORKERS",
                                "64",
                                "PRIVATE_KEY",
                                GatewayUnderTest.CLIENT_KEY))
                .awaitAnswers(Duration.ofSeconds(40));
    }

    @AfterAll
    void stop() {
        gateway.close();
        simulator.close();
    }

    @Test
    @Timeout(600)
    void leaveNothingBehind() {
        meet(-1000, 0);
        long heap = gateway.liveHeap();
        int series = series();

        long began = System.nanoTime();
        meet(0, STRANGERS);

        System.out.printf(
                "%d strangers in %d s: heap %d -> %d MiB, series %d -> %d, threads %d%n",
                STRANGERS,
                (System.nanoTime() - began) / 1_000_000_000,
                heap,
                gateway.liveHeap(),
                series,
                series(),
                gateway.liveThreads());
        assertThat(series()).as(gateway.metrics()).isEqualTo(series);
        assertThat(gateway.metrics()).doesNotContain("stranger");
        assertThat(gateway.liveHeap()).isLessThan(heap + HEAP_LEFT);
    }

    private void meet(int from, int to) {
        List<CompletableFuture<Void>> all = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try (RawClient client = new RawClient(gateway.port())) {
                        for (int number = from + i; number < to; number += CONNECTIONS) {
                            meet(client, "stranger" + number);
                        }
                    }
                }))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    /** One whose every name is his own. */
    private static void meet(RawClient client, String name) {
        String known = GatewayUnderTest.CLIENT_KEY;
        String user = "{\"user\":\"" + name + "\",\"prompt_cache_key\":\"" + name + "\",\"metadata\":{\"session\":\""
                + name + "\"}," + Chat.whole("I am " + name).substring(1);
        expect(200, client, "POST /v1/chat/completions", known, name, user);
        expect(
                404,
                client,
                "POST /v1/chat/completions",
                known,
                name,
                Chat.whole("hi").replace("gpt-4o", name));
        expect(401, client, "POST /v1/chat/completions", name, name, Chat.whole("hi"));
        expect(404, client, "GET /v1/models/" + name, known, name, "");
        expect(404, client, "GET /" + name, known, name, "");
        expect(405, client, "PUT /v1/models", known, name, "");
    }

    private static void expect(int status, RawClient client, String line, String key, String name, String body) {
        client.send(line + "?session=" + name + " HTTP/1.1\r\nHost: " + name + "\r\nAuthorization: Bearer " + key
                + "\r\nX-Request-Id: " + name + "\r\nUser-Agent: " + name + "\r\nCookie: session=" + name
                + "\r\nX-Session-Id: " + name + "\r\nOrigin: http://" + name + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).as(line + " " + answer.body()).isEqualTo(status);
    }

    private int series() {
        return Scrape.of(gateway.metrics()).samples().size();
    }
}
