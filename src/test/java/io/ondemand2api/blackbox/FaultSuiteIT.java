package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The public catalogue of gateway faults, S01 to S16, with OnDemand's frames, in each dialect. A whole right answer passes; where a
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

    /** Everything that came out of a gateway. */
    private static final Queue<String> OUTPUT = new ConcurrentLinkedQueue<>();

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(ApiDialect.values().length);

    private static LogCapture log;

    @BeforeAll
    static void start() {
        log = new LogCapture();
    }

    private static GatewayUnderTest gateway() {
        return GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", FIRST + "," + SECOND,
                "ondemand.firstEventTimeout", "1s",
                "ondemand.silenceTimeout", "1s",
                "ondemand.resumeAttempts", "3",
                "keys.openFor", "500"));
    }

    @AfterAll
    static void neitherKeysNorWordsCameOut() {
        String all = log.text() + OUTPUT;
        log.close();
        THREADS.shutdown();
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

    /** The model with a fault. Made anew for each gateway, since some faults count. */
    private interface Fault extends Supplier<Function<ReceivedQuery, Behaviour>> {}

    private static Stream<Arguments> scenarios() {
        return Stream.concat(
                catalogue().map(one -> Arguments.of(one.get()[0], false, one.get()[1], one.get()[2])),
                catalogue().map(one -> Arguments.of(one.get()[0], true, one.get()[1], one.get()[3])));
    }

    private static Stream<Arguments> catalogue() {
        Behaviour cut = right().cutAfter(40);
        return Stream.of(
                scenario(
                        "S01 429 with Retry-After once",
                        () -> times(2, right().throttling(2)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S02 429 always", () -> always(right().throttling(null)), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S03 500 once",
                        () -> times(1, right().refusing(500, "server_error", "no")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S04 503 always",
                        () -> always(right().refusing(503, "resource_unavailable", "no")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S05 reset before headers once",
                        () -> times(1, right().resetBeforeHeaders()),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S05 closed before headers once",
                        () -> times(1, right().closedBeforeHeaders()),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S06 no response once", () -> times(1, right().neverAnswering()), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S07 slow first token, with heartbeats",
                        () -> times(
                                9,
                                right().firstDeltaAfter(Duration.ofMillis(2500))
                                        .heartbeatsEvery(Duration.ofMillis(300))),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S08 cut after 40 of 60", () -> times(1, cut), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S08 dropped after 40 of 60",
                        () -> times(1, right().droppedAfter(40)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S08 reset after 40 of 60", () -> times(1, right().resetAfter(40)), Verdict.PASS, Verdict.PASS),
                scenario("S08 cut always", () -> query -> cut, Verdict.PASS, Verdict.PASS),
                scenario(
                        "S09 silence after 20",
                        () -> times(1, right().silentAfter(20, Duration.ofSeconds(20))),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S10 malformed JSON at event 10",
                        () -> times(1, right().malformedAfter(10)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario("S11 no [DONE]", () -> times(9, right().withoutDone()), Verdict.PASS, Verdict.PASS),
                scenario(
                        "S11 neither metrics nor [DONE]",
                        () -> times(1, right().withoutDone().withoutMetrics()),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S12 context_length_exceeded",
                        () -> always400("context_length_exceeded"),
                        Verdict.SAFE,
                        Verdict.SAFE),
                scenario(
                        "S13 content_policy_violation",
                        () -> always400("content_policy_violation"),
                        Verdict.SAFE,
                        Verdict.SAFE),
                scenario(
                        "S14 cut, and the model refuses to go on from a part",
                        () -> refusesParts(cut),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "S16 503 and a fallback",
                        () -> always(right().refusing(503, "bad_gateway", "no")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "[ERROR] first",
                        () -> times(1, right().errorAfter(0, "model_error", "SECRET")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "[ERROR] after 20",
                        () -> times(1, right().errorAfter(20, "model_error", "SECRET")),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "HTML 403 of the CDN once", () -> times(1, right().refusedByCdn()), Verdict.PASS, Verdict.PASS),
                scenario("HTML 502 once", () -> times(1, right().badGateway()), Verdict.PASS, Verdict.PASS),
                scenario("empty answer once", () -> times(1, right().sayingNothing()), Verdict.PASS, Verdict.PASS),
                scenario("empty answer always", () -> query -> right().sayingNothing(), Verdict.SAFE, Verdict.SAFE),
                scenario("gzip", () -> times(9, right().gzipped()), Verdict.PASS, Verdict.PASS),
                scenario(
                        "CRLF, 7 bytes at a time",
                        () -> times(9, right().withCrlf().inPiecesOf(7)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "unknown frames, status log, a line of 1 MiB",
                        () -> times(
                                9, right().withUnknownFrames().withStatusLog().withHugeLine(1 << 20)),
                        Verdict.PASS,
                        Verdict.PASS),
                scenario(
                        "connection closes under the next request",
                        () -> times(9, right().closingUnderNextRequest()),
                        Verdict.PASS,
                        Verdict.PASS));
    }

    private static Arguments scenario(String name, Fault fault, Verdict whole, Verdict stream) {
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

    /** Each dialect has a gateway of its own, since keys remember faults; all at once, since most of it is waiting. */
    @ParameterizedTest(name = "{0}, stream: {1}")
    @MethodSource("scenarios")
    void givesAWholeAnswerOrAnHonestErrorInEachDialect(String name, boolean stream, Fault fault, Verdict expected) {
        List<CompletableFuture<Void>> dialects = Stream.of(ApiDialect.values())
                .map(dialect -> CompletableFuture.runAsync(() -> check(dialect, stream, fault, expected), THREADS))
                .toList();

        dialects.forEach(CompletableFuture::join);
    }

    private static void check(ApiDialect dialect, boolean stream, Fault fault, Verdict expected) {
        try (GatewayUnderTest gateway = gateway()) {
            gateway.simulator().onQuery(fault.get());

            HttpResponse<String> response = dialect.send(gateway, dialect.question(USER_TEXT, stream));

            OUTPUT.add(response.headers().map() + response.body());
            assertThat(response.body()).doesNotContain("SECRET");
            assertThat(verdict(dialect.client(), response, stream))
                    .as("%s: %s", dialect, response.body())
                    .isEqualTo(expected);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> gateway.simulator().openStreams() == 0);
            assertThat(inFlight(gateway)).as("%s: keys in use", dialect).isZero();
            OUTPUT.add(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                            .build())
                    .body());
        }
    }

    private static Verdict verdict(DialectClient client, HttpResponse<String> response, boolean stream) {
        ClientError error = response.statusCode() == 200
                ? stream ? client.streamError(response.body()) : null
                : client.error(response.body());
        if (error != null) {
            assertThat(error.message()).isNotEmpty();
            assertThat(error.type()).isNotEmpty();
            return Verdict.SAFE;
        }
        ClientAnswer answer = client.read(response.body(), stream);
        assertThat(answer.content()).isEqualTo(WHOLE);
        assertThat(answer.finish()).isEqualTo("stop");
        assertThat(stream || answer.tokens() > 0).as("counts its tokens").isTrue();
        return Verdict.PASS;
    }

    private static int inFlight(GatewayUnderTest gateway) {
        String health = gateway.get("/").body();
        OUTPUT.add(health);
        JsonNode states = Chat.json(health).path("key_states");
        return states.at("/key-1/in_flight").asInt()
                + states.at("/key-2/in_flight").asInt();
    }

    @Test
    void s15TrafficComesBackToAKeyThatWasIll() {
        try (GatewayUnderTest gateway = gateway()) {
            trafficComesBack(gateway);
        }
    }

    private static void trafficComesBack(GatewayUnderTest gateway) {
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
        try (GatewayUnderTest gateway = gateway()) {
            gateway.simulator().onQuery(query -> right().thinking(new Thinking(thoughts, List.of(), List.of())));
            for (ApiDialect dialect : ApiDialect.values()) {
                for (boolean stream : new boolean[] {false, true}) {
                    HttpResponse<String> response = dialect.send(gateway, dialect.question("think", stream));

                    ClientAnswer answer = dialect.client().read(response.body(), stream);
                    assertThat(answer.content()).isEqualTo(WHOLE);
                    assertThat(answer.reasoning()).isEqualTo(String.join("", thoughts));
                }
            }
        }
    }
}
