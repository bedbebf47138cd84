package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallCounts;
import io.ondemand2api.scripted.CallKind;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationIT {

    private static final Set<String> ALL = Set.of("upstream-a", "upstream-b", "upstream-c");

    private GatewayUnderTest gateway;

    @BeforeEach
    void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "upstream-a,upstream-b,upstream-c",
                "keys.disabledFor", "1500",
                "keys.throttledAtLeast", "100",
                "keys.throttledFor", "400",
                "gateway.keyWaitTimeout", "1"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void failing(Set<String> keys, Function<ReceivedQuery, Behaviour> failure) {
        gateway.simulator()
                .onQuery(query -> keys.contains(query.apikey())
                        ? failure.apply(query)
                        : Behaviour.atOnce().saying("served by " + query.apikey()));
    }

    @Test
    void keysTakeTurns() {
        failing(Set.of(), null);

        for (int i = 0; i < 6; i++) {
            gateway.chat(Chat.whole("hello"));
        }

        for (String key : ALL) {
            assertThat(gateway.simulator().queries().stream()
                            .filter(query -> query.apikey().equals(key)))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 429, 500, 502, 503, 504})
    void aFailingKeyIsSetAsideAndTheNextOneAnswersUnseen(int status) {
        failing(Set.of("upstream-a", "upstream-b"), query -> Behaviour.atOnce().refusing(status, "some_code", "no"));

        for (int i = 0; i < 3; i++) {
            var whole = gateway.chat(Chat.whole("hello"));
            var stream = gateway.chat(Chat.streamed("hello"));

            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).contains("served by upstream-c");
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(Chat.content(stream.body())).isEqualTo("served by upstream-c");
        }
    }

    @Test
    void refusedKeysComeBackByThemselves() {
        failing(ALL, query -> Behaviour.atOnce().refusing(402, "no_credit", "no credit"));

        var refused = gateway.chat(Chat.whole("hello"));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(states().path("dead").asInt()).isEqualTo(3);
        failing(Set.of(), null);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(gateway.chat(Chat.whole("hello")).statusCode())
                                .isEqualTo(200));
    }

    @Test
    void throttledKeysRestAndComeBack() {
        failing(ALL, query -> Behaviour.atOnce().throttling(2));

        var throttled = gateway.chat(Chat.whole("hello"));

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(Chat.json(throttled.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(throttled.headers().firstValue("retry-after").orElseThrow()).isIn("1", "2", "5");
        assertThat(throttled.headers().firstValue("retry-after-ms")).isPresent();
        assertThat(states().path("cooling").asInt()).isEqualTo(3);
        failing(Set.of(), null);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(gateway.chat(Chat.whole("hello")).statusCode())
                                .isEqualTo(200));
    }

    @Test
    void aSpuriousRefusalIsAskedAgainOnTheSameKey() {
        gateway.simulator()
                .onQuery(query -> query.ordinal() <= 2
                        ? Behaviour.atOnce().refusing(403, "unauthorized", "no")
                        : Behaviour.atOnce().saying("served by " + query.apikey()));

        assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);

        assertThat(gateway.simulator().queries())
                .extracting(ReceivedQuery::apikey)
                .hasSize(3)
                .containsOnly(gateway.simulator().queries().get(0).apikey());
        assertThat(states().path("up").asInt()).isEqualTo(3);
    }

    @Test
    void theCallersOwnFaultIsToldAtOnceAndHeldAgainstNoKey() {
        failing(ALL, query -> Behaviour.atOnce().refusing(400, "context_length_exceeded", "SECRET upstream text"));

        var tooLong = gateway.chat(Chat.streamed("hello"));

        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(Chat.json(tooLong.body()).at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(tooLong.body()).doesNotContain("SECRET");
        assertThat(gateway.simulator().queries()).hasSize(1);
        assertThat(states().path("up").asInt()).isEqualTo(3);
    }

    private static Stream<Arguments> faultsOfAKey() {
        Behaviour fine = Behaviour.atOnce();
        return Stream.of(
                Arguments.of("500", fine.refusing(500, "server_error", "no")),
                Arguments.of("HTML 503", fine.replying(Reply.html(503, "<html><body>no</body></html>"))),
                Arguments.of("HTML 502", fine.badGateway()),
                Arguments.of("reset", fine.resetBeforeHeaders()),
                Arguments.of("closed", fine.closedBeforeHeaders()),
                Arguments.of("no response", fine.neverAnswering()),
                Arguments.of("[ERROR]", fine.errorAfter(0, "model_error", "no")),
                Arguments.of("empty", fine.sayingNothing()),
                Arguments.of("cut", fine.saying("one ", "two").cutAfter(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfAKey")
    void ofTenRequestsAtMostThreeCallsGoToAKeyThatAlwaysFails(String name, Behaviour fault) {
        try (GatewayUnderTest two = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "upstream-a,upstream-b",
                "ondemand.firstEventTimeout", "500",
                "ondemand.warmSessions", "2"))) {
            two.simulator()
                    .onQuery(query -> query.apikey().equals("upstream-a")
                            ? fault
                            : Behaviour.atOnce().saying("served by upstream-b"));

            for (int i = 0; i < 10; i++) {
                assertThat(two.chat(Chat.whole("hello " + i)).body()).contains("served by upstream-b");
            }

            CallCounts calls = two.simulator().calls();
            assertThat(calls.of(CallKind.QUERY, "upstream-a")).isBetween(1L, 2L);
            assertThat(calls.of(CallKind.QUERY, "upstream-a")
                            + calls.of(CallKind.CREATE_SESSION, "upstream-a")
                            + calls.of(CallKind.DELETE_SESSION, "upstream-a"))
                    .isLessThanOrEqualTo(3);
        }
    }

    @Test
    void aKeyThatFailedIsAskedAgainAfterAWhile() {
        try (GatewayUnderTest two =
                GatewayUnderTest.start(Map.of("ondemand.apiKeys", "upstream-a,upstream-b", "keys.failingFor", "300"))) {
            two.simulator()
                    .onQuery(query -> query.apikey().equals("upstream-a")
                            ? Behaviour.atOnce().badGateway()
                            : Behaviour.atOnce().saying("served by upstream-b"));
            two.chat(Chat.whole("hello"));
            two.simulator().onQuery(query -> Behaviour.atOnce().saying("served by " + query.apikey()));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> two.chat(Chat.whole("hello")).body().contains("served by upstream-a"));
        }
    }

    private JsonNode states() {
        return Chat.json(gateway.get("/").body()).path("states");
    }
}
