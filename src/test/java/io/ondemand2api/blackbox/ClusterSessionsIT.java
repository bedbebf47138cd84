package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations that go on at another gateway in the session of the one before, by a real Redis. */
class ClusterSessionsIT {

    private static RedisProcess redis;
    private static GatewayUnderTest one;
    private static GatewayUnderTest other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        one = GatewayUnderTest.start(
                Map.of("ondemand.apiKeys", "upstream-a,upstream-b", "gateway.state", redis.address()));
        // its keys have other labels
        other = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys",
                "upstream-b,upstream-a",
                "gateway.state",
                redis.address(),
                "ondemand.base",
                one.simulator().base().toString()));
        one.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    /** A conversation of its own that has had so many answers. */
    private static String turns(String topic, int answers) {
        StringBuilder messages = new StringBuilder("{'role':'user','content':'" + topic + "'}");
        for (int i = 0; i < answers; i++) {
            messages.append(",{'role':'assistant','content':'fine'},{'role':'user','content':'more'}");
        }
        return ("{'model':'gpt-4o','messages':[" + messages + "]}").replace('\'', '"');
    }

    private static String session(GatewayUnderTest gateway, String body) {
        int before = one.simulator().queries().size();
        assertThat(gateway.chat(body).statusCode()).isEqualTo(200);
        return one.simulator().queries().get(before).sessionId();
    }

    private static long offered() {
        return redis.ask("KEYS", "ondemand2api:session:*").strip().lines().count();
    }

    private static String begin(GatewayUnderTest gateway, String topic) {
        awaitUp(one);
        awaitUp(other);
        redis.ask("FLUSHALL");
        String session = session(gateway, turns(topic, 0));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> offered() == 1);
        return session;
    }

    private static void awaitUp(GatewayUnderTest gateway) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                                .build())
                        .body()
                        .contains("ondemand2api_shared_state_up 1.0"));
    }

    @Test
    void eachTurnMayMeetAnotherGateway() {
        String session = begin(one, "turns");

        for (int turn = 1; turn < 4; turn++) {
            assertThat(session(turn % 2 == 1 ? other : one, turns("turns", turn)))
                    .isEqualTo(session);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> offered() == 1);
        }
        assertThat(redis.ask("GET", redis.ask("KEYS", "ondemand2api:session:*").strip()))
                .matches("[0-9a-f]{24} [0-9a-f]{32}\\s*");
        assertThat(Long.parseLong(redis.ask(
                                "PTTL",
                                redis.ask("KEYS", "ondemand2api:session:*").strip())
                        .strip()))
                .isPositive();
    }

    @Test
    void whoComesSecondDoesNotShareTheSession() {
        String session = begin(one, "fork");

        assertThat(session(other, turns("fork", 1))).isEqualTo(session);
        assertThat(session(one, turns("fork", 1))).isNotEqualTo(session);
    }

    @Test
    void ofTwoAtTheSameMomentOneHasTheSession() {
        String session = begin(one, "race");
        int before = one.simulator().queries().size();

        List<CompletableFuture<Integer>> asked = Stream.of(one, other, one, other)
                .map(gateway -> CompletableFuture.supplyAsync(
                        () -> gateway.chat(turns("race", 1)).statusCode()))
                .toList();

        assertThat(asked).allSatisfy(status -> assertThat(status.join()).isEqualTo(200));
        assertThat(one.simulator().queries().stream()
                        .skip(before)
                        .filter(query -> query.sessionId().equals(session)))
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "KILL"})
    void withoutRedisAConversationGoesOnInANewSession(String signal) {
        String session = begin(one, "away " + signal);

        redis.signal(signal);
        try {
            String next = session(one, turns("away " + signal, 1));
            assertThat(next).as("the other may have it").isNotEqualTo(session);
            assertThat(session(one, turns("away " + signal, 2))).isEqualTo(next);
        } finally {
            redis.kill();
            redis.restart();
        }
    }
}
