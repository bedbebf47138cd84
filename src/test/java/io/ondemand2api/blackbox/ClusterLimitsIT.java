package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of clients that hold over two gateways together, by a real Redis. */
class ClusterLimitsIT {

    private static final String CLIENTS = """
            - {label: four-requests, key: four-requests, requestsPerMinute: 4}
            - {label: by-minute, key: by-minute, tokensPerMinute: 5}
            - {label: by-day, key: by-day, tokensPerDay: 5}
            - {label: by-month, key: by-month, tokensPerMonth: 5}
            - {label: named, key: named, requestsPerMinute: 1000, tokensPerMinute: 1000, tokensPerDay: 1000}
            - {label: alone, key: alone, requestsPerMinute: 2}
            - {label: merged, key: merged, tokensPerMonth: 10}
            - {label: two-at-once, key: two-at-once, maxConcurrentRequests: 2}
            - {label: timed, key: timed, requestsPerMinute: 10000, tokensPerMinute: 100000, tokensPerDay: 100000}
            """;

    @TempDir
    private static Path folder;

    private static RedisProcess redis;
    private static GatewayUnderTest one;
    private static GatewayUnderTest other;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.start();
        String file = Files.writeString(folder.resolve("clients.yaml"), CLIENTS).toString();
        one = gateway(file);
        other = gateway(file);
    }

    @BeforeEach
    void awaitRedis() {
        awaitUp(one, true);
        awaitUp(other, true);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    private static GatewayUnderTest gateway(String clients) {
        GatewayUnderTest gateway =
                GatewayUnderTest.start(Map.of("gateway.clients", clients, "gateway.state", redis.address()));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine, ", "and ", "you?"));
        return gateway;
    }

    private static void awaitUp(GatewayUnderTest gateway, boolean up) {
        String line = "ondemand2api_shared_state_up " + (up ? "1.0" : "0.0");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                                .build())
                        .body()
                        .contains(line));
    }

    private static HttpResponse<String> chat(GatewayUnderTest gateway, String key) {
        return gateway.chatAs(key, Chat.whole("hi"));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @Test
    void requestsOfAMinuteAreThoseOfBothTogether() {
        for (int i = 3; i >= 0; i--) {
            HttpResponse<String> answer = chat(i % 2 == 0 ? one : other, "four-requests");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "x-ratelimit-limit-requests")).isEqualTo("4");
            assertThat(header(answer, "x-ratelimit-remaining-requests")).isEqualTo(Integer.toString(i));
        }

        for (GatewayUnderTest gateway : new GatewayUnderTest[] {one, other}) {
            HttpResponse<String> refused = chat(gateway, "four-requests");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("rate_limit_exceeded", "requests per min: Limit 4");
            assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(1, 15);
            assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource({"by-minute, tokens per min", "by-day, tokens per day", "by-month, tokens per month"})
    void tokensThatOneHasAnsweredAreTakenFromTheOther(String key, String limit) {
        assertThat(chat(one, key).statusCode()).isEqualTo(200);

        // they are taken once the client has its answer
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        redis.ask("KEYS", "ondemand2api:client:{" + key + "}:*").contains(key));
        HttpResponse<String> refused = chat(other, key);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("rate_limit_exceeded", limit + ": Limit 5");
    }

    @Test
    void whatIsKeptNamesNoKeyAndEndsByItself() {
        String names = "ondemand2api:client:{named}:";
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
            chat(one, "named");
            return redis.ask("KEYS", names + "*").strip().lines().count() == 3;
        });
        for (String name : redis.ask("KEYS", names + "*").strip().lines().toList()) {
            assertThat(name.substring(names.length())).matches("requests:1000|tokens:1000|\\d{4}-\\d\\d");
            assertThat(Long.parseLong(redis.ask("PTTL", name).strip())).isBetween(1L, 32L * 24 * 3600 * 1000);
        }
    }

    @Test
    void requestsAtOnceAreThoseOfBothTogether() {
        CountDownLatch open = new CountDownLatch(1);
        for (GatewayUnderTest gateway : new GatewayUnderTest[] {one, other}) {
            gateway.simulator().onQuery(query -> {
                await(open);
                return Behaviour.atOnce().saying("fine, ", "and ", "you?");
            });
        }
        List<CompletableFuture<HttpResponse<String>>> first = Stream.of(one, other)
                .map(gateway -> CompletableFuture.supplyAsync(() -> chat(gateway, "two-at-once")))
                .toList();
        try {
            Awaitility.await()
                    .until(() -> redis.ask("ZCARD", "ondemand2api:client:{two-at-once}:open")
                            .strip()
                            .equals("2"));
            assertThat(chat(one, "two-at-once").body()).contains("You have 2 requests open");
            assertThat(chat(other, "two-at-once").statusCode()).isEqualTo(429);
        } finally {
            open.countDown();
        }

        assertThat(first)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        Awaitility.await()
                .until(() -> redis.ask("ZCARD", "ondemand2api:client:{two-at-once}:open")
                        .strip()
                        .equals("0"));
        assertThat(chat(one, "two-at-once").statusCode()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void withoutRedisEachGoesOnByWhatItKnows() {
        redis.kill();
        try {
            assertThat(chat(one, "alone").statusCode()).isEqualTo(200);
            assertThat(chat(one, "alone").statusCode()).isEqualTo(200);
            assertThat(chat(one, "alone").statusCode()).isEqualTo(429);
            assertThat(chat(other, "alone").statusCode()).isEqualTo(200);
        } finally {
            redis.restart();
        }
    }

    @Test
    void whatBothSpentWithoutRedisIsSummedWhenItIsBack() {
        redis.kill();
        try {
            awaitUp(one, false);
            awaitUp(other, false);
            assertThat(chat(one, "merged").statusCode()).isEqualTo(200);
            assertThat(chat(other, "merged").statusCode()).isEqualTo(200);
        } finally {
            redis.restart();
        }
        awaitRedis();

        // five tokens each, of ten: each has room by itself
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> redis.ask(
                                "HGET",
                                redis.ask("KEYS", "ondemand2api:client:{merged}:*")
                                        .strip(),
                                "month")
                        .strip()
                        .equals("10"));
        assertThat(chat(one, "merged").statusCode()).isEqualTo(429);
        assertThat(chat(other, "merged").statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "KILL"})
    void noRequestFailsOrTakesFiftyMillisecondsMoreWhenRedisIsGone(String signal) {
        Duration before = medianTime();

        redis.signal(signal);
        try {
            assertThat(medianTime().minus(before)).isLessThan(Duration.ofMillis(50));
        } finally {
            redis.kill();
            redis.restart();
        }
    }

    /** Half of the requests take longer. */
    private static Duration medianTime() {
        long[] times = IntStream.range(0, 31)
                .mapToLong(i -> {
                    long began = System.nanoTime();
                    assertThat(chat(one, "timed").statusCode()).isEqualTo(200);
                    return System.nanoTime() - began;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(times[times.length / 2]);
    }
}
