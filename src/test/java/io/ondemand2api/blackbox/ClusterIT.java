package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways with the same keys that share what they learn of them through a real Redis. */
class ClusterIT {

    private RedisProcess redis;
    private GatewayUnderTest one;
    private GatewayUnderTest other;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        one = gateway(redis.address());
        other = gateway(redis.address());
        awaitListeners(2);
    }

    @AfterEach
    void stop() {
        for (GatewayUnderTest gateway : new GatewayUnderTest[] {one, other}) {
            if (gateway != null) {
                gateway.close();
            }
        }
        if (redis != null) {
            redis.close();
        }
    }

    private static GatewayUnderTest gateway(String address) {
        GatewayUnderTest gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "upstream-a,upstream-b",
                "keys.disabledFor", "3s",
                "gateway.keyWaitTimeout", "10",
                "gateway.spuriousRetries", "0",
                "gateway.state", address));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        return gateway;
    }

    private void awaitListeners(int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> redis.ask("PUBSUB", "NUMSUB", "ondemand2api:keys").contains("\n" + number));
    }

    private static JsonNode key(GatewayUnderTest gateway, String label) {
        return Chat.json(gateway.get("/").body()).at("/key_states/" + label);
    }

    private static String state(GatewayUnderTest gateway, String label) {
        return key(gateway, label).path("state").asText();
    }

    private static void awaitState(GatewayUnderTest gateway, String label, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(state(gateway, label)).isEqualTo(state));
    }

    private static String metrics(GatewayUnderTest gateway) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                        .build())
                .body();
    }

    /** Every key is refused or throttled at this gateway. */
    private static void fail(GatewayUnderTest gateway, int status) {
        gateway.simulator()
                .onQuery(query -> status == 429
                        ? Behaviour.atOnce().throttling(60)
                        : Behaviour.atOnce().refusing(status, "some_code", "no"));
        gateway.chat(Chat.whole("hello"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @ParameterizedTest
    @CsvSource({"429, cooling", "402, dead"})
    void aKeyThatOneLearnsOfIsLeftAloneByTheOtherAtOnce(int status, String state) {
        fail(one, status);
        long learnt = System.nanoTime();
        awaitState(other, "key-1", state);
        awaitState(other, "key-2", state);
        long heard = System.nanoTime();

        assertThat(Duration.ofNanos(heard - learnt)).isLessThan(Duration.ofMillis(500));
        assertThat(other.chat(Chat.whole("hello")).statusCode()).isIn(429, 503);
        assertThat(other.simulator().queries()).isEmpty();
    }

    @Test
    void aKeyThatAnswersAgainIsBackForBoth() {
        fail(one, 402);
        awaitState(other, "key-1", "dead");
        awaitState(one, "key-1", "half-open");

        Awaitility.await().until(() -> one.chat(Chat.whole("hello")).statusCode() == 200);
        Awaitility.await()
                .until(() -> one.chat(Chat.whole("hello")).statusCode() == 200
                        && state(one, "key-1").equals("up")
                        && state(one, "key-2").equals("up"));

        awaitState(other, "key-1", "up");
        awaitState(other, "key-2", "up");
        assertThat(other.simulator().queries()).as("it had no need to try").isEmpty();
    }

    @Test
    void aRefusedKeyIsProbedByOneForAll() {
        fail(one, 402);
        awaitState(other, "key-1", "dead");
        awaitState(other, "key-2", "dead");
        CountDownLatch probing = new CountDownLatch(1);
        for (GatewayUnderTest gateway : new GatewayUnderTest[] {one, other}) {
            gateway.simulator().onQuery(query -> {
                try {
                    probing.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException ending) {
                    Thread.currentThread().interrupt();
                }
                return Behaviour.atOnce().saying("fine");
            });
            awaitState(gateway, "key-1", "half-open");
            awaitState(gateway, "key-2", "half-open");
        }
        int before = one.simulator().queries().size();

        List<CompletableFuture<Integer>> asked = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> one.chat(Chat.whole("hello")).statusCode()))
                .toList();
        Awaitility.await().until(() -> one.simulator().queries().size() == before + 2);
        HttpResponse<String> refused = other.chat(Chat.whole("hello"));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(other.simulator().queries()).as("both probes are under way").isEmpty();
        probing.countDown();
        assertThat(asked).allSatisfy(status -> assertThat(status.join()).isEqualTo(200));
        Awaitility.await().until(() -> other.chat(Chat.whole("hello")).statusCode() == 200);
    }

    @Test
    void whatIsKeptNamesNoKeyAndEndsByItself() {
        fail(one, 429);
        awaitState(other, "key-1", "cooling");

        String names = redis.ask("KEYS", "ondemand2api:key:*");
        assertThat(names.strip().lines())
                .hasSize(2)
                .allMatch(name -> name.matches("ondemand2api:key:\\{[0-9a-f]{32}}:throttled"));
        for (String name : names.strip().lines().toList()) {
            assertThat(Long.parseLong(redis.ask("PTTL", name).strip())).isBetween(50_000L, 60_000L);
            assertThat(redis.ask("GET", name)).doesNotContain("upstream");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upstream", "throttled zz 5", "refused 0123456789abcdef0123456789abcdef -1", ""})
    void whatIsNoNewsIsNotListenedTo(String message) {
        redis.ask("PUBLISH", "ondemand2api:keys", message);
        fail(one, 429);

        awaitState(other, "key-1", "cooling");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "KILL"})
    void requestsGoOnWithoutRedisAndStatesMergeWhenItIsBack(String signal) {
        try (LogCapture log = new LogCapture()) {
            redis.signal(signal);
            for (int i = 0; i < 20; i++) {
                long began = System.nanoTime();
                assertThat(one.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(log.text()).contains("does not answer in time: requests go on"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(metrics(one)).contains("ondemand2api_shared_state_up 0.0"));
            fail(one, 429);
            assertThat(state(one, "key-1")).isEqualTo("cooling");
            assertThat(other.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);

            if (signal.equals("STOP")) {
                redis.signal("CONT");
            } else {
                redis.kill();
                redis.restart();
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(state(other, "key-1")).isEqualTo("cooling"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(metrics(one)).contains("ondemand2api_shared_state_up 1.0"));
            assertThat(log.text().split("does not answer in time", -1)).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void aCommandThatLayInAStoppedRedisMakesNoRestLonger() {
        redis.signal("STOP");
        fail(one, 429);
        long learnt = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> key(one, "key-1").path("seconds_left").asLong() <= 57);

        redis.signal("CONT");
        awaitState(other, "key-1", "cooling");

        Duration since = Duration.ofNanos(System.nanoTime() - learnt);
        assertThat(key(other, "key-1").path("seconds_left").asLong())
                .isLessThanOrEqualTo(61 - since.toSeconds())
                .isGreaterThan(50 - since.toSeconds());
    }

    @Test
    void aRequestTakesNoFiftyMillisecondsMoreWhileRedisStandsStill() {
        Duration before = medianTime(one);

        redis.signal("STOP");

        assertThat(medianTime(one).minus(before)).isLessThan(Duration.ofMillis(50));
    }

    /** Half of the requests take longer. */
    private static Duration medianTime(GatewayUnderTest gateway) {
        long[] times = IntStream.range(0, 41)
                .mapToLong(i -> {
                    long began = System.nanoTime();
                    assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
                    return System.nanoTime() - began;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(times[times.length / 2]);
    }

    @Test
    void aFullRedisCountsAsGone() {
        redis.ask("CONFIG", "SET", "maxmemory", "1");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(metrics(one)).contains("ondemand2api_shared_state_up 0.0"));
        assertThat(one.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);

        redis.ask("CONFIG", "SET", "maxmemory", "0");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(metrics(one)).contains("ondemand2api_shared_state_up 1.0"));
    }

    @Test
    void aGatewayStartsWithoutRedisAndSharesWhenItComes() {
        redis.kill();
        GatewayUnderTest third = gateway(redis.address());
        try {
            assertThat(third.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
            fail(third, 429);

            redis.restart();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(state(one, "key-1")).isEqualTo("cooling"));
        } finally {
            third.close();
        }
    }
}
