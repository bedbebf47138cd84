package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The public catalogue of gateway faults, S01 to S16, with OnDemand's frames. A whole right answer passes; where a
 * fault makes that impossible, an honest error is safe; a truncated or wrong answer shown as success is a defect.
 */
class FaultSuiteIT {

    private static final String FIRST = "upstream-secret-first";
    private static final String SECOND = "upstream-secret-second";
    private static final List<String> WORDS =
            IntStream.range(0, 60).mapToObj(i -> "word" + i + " ").toList();
    private static final String WHOLE = String.join("", WORDS);
    private static final String USER_TEXT = "a very private question";

    private enum Verdict {
        PASS,
        SAFE
    }

    private static GatewayUnderTest gateway;
    private static LogCapture log;
    private static final List<String> ANSWERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        log = new LogCapture();
    }

    @BeforeEach
    void fresh() {
        if (gateway != null) {
            gateway.close();
        }
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", FIRST + "," + SECOND,
                "ondemand.firstEventTimeout", "1s",
                "ondemand.silenceTimeout", "1s",
                "ondemand.resumeAttempts", "3",
                "keys.openFor", "500"));
    }

    @AfterAll
    static void neitherKeysNorWordsCameOut() {
        String metrics = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                        .build())
                .body();
        String health = gateway.get("/").body();
        gateway.close();
        String all = log.text() + metrics + health + ANSWERS;
        log.close();
        assertThat(log.text()).contains(" status=200 ", " error=empty_answer ");
        assertThat(all).doesNotContain("upstream-secret", GatewayUnderTest.CLIENT_KEY);
        assertThat(log.text()).doesNotContain(USER_TEXT);
    }

    private static Behaviour right() {
        return Behaviour.atOnce().saying(WORDS);
    }

    /** The fault for the first so many queries, then the right answer. */
    private static Function<ReceivedQuery, Behaviour> times(int count, Behaviour fault) {
        AtomicInteger left = new AtomicInteger(count);
        return query -> left.getAndDecrement() > 0 ? fault : right();
    }

    /** The fault for every query with the first key. */
    private static Function<ReceivedQuery, Behaviour> always(Behaviour fault) {
        return query -> query.apikey().equals(FIRST) ? fault : right();
    }

    private static Stream<Arguments> scenarios() {
        // made anew for each mode, since some of them count
        return Stream.concat(
                catalogue().map(one -> Arguments.of(one.get()[0], false, one.get()[1], one.get()[2])),
                catalogue().map(one -> Arguments.of(one.get()[0], true, one.get()[1], one.get()[3])));
    }

    private static Stream<Arguments> catalogue() {
        Behaviour cut = right().cutAfter(40);
        return Stream.of(
                scenario("S01 429 with Retry-After once", times(2, right().throttling(2)), Verdict.PASS, Verdict.PASS),
                scenario("S02 429 always", always(right().throttling(null)), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S03 500 once",
                        times(1, right().refusing(500, "server_error", "no")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S04 503 always",
                        always(right().refusing(503, "resource_unavailable", "no")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S05 reset before headers once",
                        times(1, right().resetBeforeHeaders()),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S05 closed before headers once",
                        times(1, right().closedBeforeHeaders()),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S06 no response once", times(1, right().neverAnswering()), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S07 slow first token, with heartbeats",
                        times(
                                9,
                                right().firstDeltaAfter(Duration.ofMillis(2500))
                                        .heartbeatsEvery(Duration.ofMillis(300))),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S08 cut after 40 of 60", times(1, cut), Verdict.PASS, Verdict.PASS),
                scenario("S08 dropped after 40 of 60", times(1, right().droppedAfter(40)), Verdict.PASS, Verdict.PASS),
                scenario("S08 reset after 40 of 60", times(1, right().resetAfter(40)), Verdict.PASS, Verdict.PASS),
                scenario("S08 cut always", query -> cut, Verdict.PASS, Verdict.PASS),
                scenario(
                        "S09 silence after 20",
                        times(1, right().silentAfter(20, Duration.ofSeconds(20))),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S10 malformed JSON at event 10",
                        times(1, right().malformedAfter(10)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S11 no [DONE]", times(9, right().withoutDone()), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S11 neither metrics nor [DONE]",
                        times(1, right().withoutDone().withoutMetrics()),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S12 context_length_exceeded",
                        always400("context_length_exceeded"),
                        Verdict.SAFE,
                        Verdict.SAFE),
                scenario(
                        "S13 content_policy_violation",
                        always400("content_policy_violation"),
                        Verdict.SAFE,
                        Verdict.SAFE),
                scenario(
                        "S14 cut, and the model refuses to go on from a part",
                        refusesParts(cut),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S16 503 and a fallback",
                        always(right().refusing(503, "bad_gateway", "no")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "[ERROR] first",
                        times(1, right().errorAfter(0, "model_error", "SECRET")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "[ERROR] after 20",
                        times(1, right().errorAfter(20, "model_error", "SECRET")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("HTML 403 of the CDN once", times(1, right().refusedByCdn()), Verdict.PASS, Verdict.PASS),
                scenario("HTML 502 once", times(1, right().badGateway()), Verdict.PASS, Verdict.PASS),
                scenario("empty answer once", times(1, right().sayingNothing()), Verdict.PASS, Verdict.PASS),
                scenario("empty answer always", query -> right().sayingNothing(), Verdict.SAFE, Verdict.SAFE),
                scenario("gzip", times(9, right().gzipped()), Verdict.PASS, Verdict.PASS),
                scenario(
                        "CRLF, 7 bytes at a time",
                        times(9, right().withCrlf().inPiecesOf(7)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "unknown frames, status log, a line of 1 MiB",
                        times(9, right().withUnknownFrames().withStatusLog().withHugeLine(1 << 20)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "connection closes under the next request",
                        times(9, right().closingUnderNextRequest()),
                        Verdict.PASS,
                        Verdict.PASS));
    }

    private static Arguments scenario(
            String name, Function<ReceivedQuery, Behaviour> fault, Verdict whole, Verdict stream) {
        return Arguments.of(name, fault, whole, stream);
    }

    private static Function<ReceivedQuery, Behaviour> always400(String code) {
        return query -> right().refusing(400, code, "SECRET");
    }

    private static Function<ReceivedQuery, Behaviour> refusesParts(Behaviour cut) {
        AtomicInteger asked = new AtomicInteger();
        return query -> {
            if (asked.getAndIncrement() == 0) {
                return cut;
            }
            return query.query().contains("word1") ? right().refusing(400, "invalid_request", "no prefill") : right();
        };
    }

    @ParameterizedTest(name = "{0}, stream: {1}")
    @MethodSource("scenarios")
    void givesAWholeAnswerOrAnHonestError(
            String name, boolean stream, Function<ReceivedQuery, Behaviour> fault, Verdict expected) {
        gateway.simulator().onQuery(fault);

        HttpResponse<String> response = gateway.chat(stream ? Chat.streamed(USER_TEXT) : Chat.whole(USER_TEXT));

        ANSWERS.add(response.headers().map() + response.body());
        assertThat(response.body()).doesNotContain("SECRET");
        assertThat(verdict(response, stream)).as(response.body()).isEqualTo(expected);
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> gateway.simulator().openStreams() == 0);
        assertThat(inFlight()).isZero();
    }

    private static Verdict verdict(HttpResponse<String> response, boolean stream) {
        if (response.statusCode() != 200) {
            JsonNode error = Chat.json(response.body()).path("error");
            assertThat(error.path("message").asText()).isNotEmpty();
            assertThat(error.path("type").asText()).isNotEmpty();
            return Verdict.SAFE;
        }
        if (!stream) {
            assertThat(Chat.json(response.body())
                            .at("/choices/0/message/content")
                            .asText())
                    .isEqualTo(WHOLE);
            assertThat(Chat.json(response.body()).at("/usage/total_tokens").asInt())
                    .isPositive();
            return Verdict.PASS;
        }
        if (response.body().contains("event: error\n")) {
            assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("\"finish_reason\":\"");
            return Verdict.SAFE;
        }
        assertThat(Chat.content(response.body())).isEqualTo(WHOLE);
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        return Verdict.PASS;
    }

    private static int inFlight() {
        JsonNode states = Chat.json(gateway.get("/").body()).path("key_states");
        return states.at("/key-1/in_flight").asInt()
                + states.at("/key-2/in_flight").asInt();
    }

    @Test
    void s15TrafficComesBackToAKeyThatWasIll() {
        AtomicInteger sick = new AtomicInteger(1);
        Map<String, Integer> served = new ConcurrentHashMap<>();
        gateway.simulator().onQuery(query -> {
            if (sick.get() == 1 && query.apikey().equals(FIRST)) {
                return right().refusing(503, "resource_unavailable", "no");
            }
            served.merge(query.apikey(), 1, Integer::sum);
            return right();
        });

        for (int i = 0; i < 20; i++) {
            assertThat(gateway.chat(Chat.whole("q" + i)).statusCode()).isEqualTo(200);
        }
        assertThat(served).containsOnlyKeys(SECOND);
        sick.set(0);

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            assertThat(gateway.chat(Chat.whole("again")).statusCode()).isEqualTo(200);
            return served.containsKey(FIRST);
        });
    }

    @Test
    void heartbeatsAloneKeepTheClientAliveUntilTheIdleLimit() {
        try (GatewayUnderTest patient = GatewayUnderTest.start(
                Map.of("ondemand.idleTimeout", "1500", "gateway.keepAliveInterval", "300", "gateway.attempts", "1"))) {
            patient.simulator()
                    .onQuery(query ->
                            right().firstDeltaAfter(Duration.ofSeconds(60)).heartbeatsEvery(Duration.ofMillis(100)));

            HttpResponse<String> response = patient.chat(Chat.streamed("think"));

            assertThat(response.body()).contains(": keep-alive\n\n", "event: error", "upstream_timeout");
            assertThat(response.body()).doesNotContain("[DONE]");
        }
    }

    @Test
    void failOverGoesOnBehindAKeepAlive() {
        try (GatewayUnderTest patient = GatewayUnderTest.start(
                Map.of("gateway.keepAliveInterval", "200", "ondemand.firstEventTimeout", "800"))) {
            patient.simulator().onQuery(times(1, right().neverAnswering()));

            HttpResponse<String> response = patient.chat(Chat.streamed("hello"));

            assertThat(response.body()).startsWith(": keep-alive\n\n");
            assertThat(Chat.content(response.body())).isEqualTo(WHOLE);
        }
    }

    @Test
    void tenThousandThinkingFramesArePassedOn() {
        List<String> thoughts =
                IntStream.range(0, 10_000).mapToObj(i -> "t" + i).toList();
        gateway.simulator().onQuery(query -> right().thinking(new Thinking(thoughts, List.of(), List.of())));

        HttpResponse<String> response = gateway.chat(Chat.whole("think"));

        JsonNode message = Chat.json(response.body()).at("/choices/0/message");
        assertThat(message.path("content").asText()).isEqualTo(WHOLE);
        assertThat(message.path("reasoning_content").asText()).isEqualTo(String.join("", thoughts));
    }
}
