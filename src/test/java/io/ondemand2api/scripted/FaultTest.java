package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final Behaviour FOUR = Behaviour.atOnce().saying("a", "b", "c", "d");

    private ScriptedOnDemand simulator;
    private Caller caller;

    @BeforeEach
    void start() {
        simulator = ScriptedOnDemand.start(0);
        caller = new Caller(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private RawCaller ask(Behaviour behaviour) throws Exception {
        simulator.onQuery(query -> behaviour);
        return new RawCaller(simulator).query(caller.newSession());
    }

    private static int deltas(String stream) {
        return stream.split("\"eventType\": \"fulfillment\"", -1).length - 1;
    }

    @Test
    void aThrottledQuerySaysHowLongToWait() throws Exception {
        simulator.onQuery(query -> query.ordinal() == 1 ? FOUR.throttling(2) : FOUR);
        String session = caller.newSession();
        var first = caller.query(session, Caller.streamBody("x"));
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).contains("2");
        assertThat(first.body())
                .isEqualTo("{\"message\":\"Rate limit exceeded\",\"errorCode\":\"rate_limit_exceeded\"}");
        assertThat(caller.query(session, Caller.streamBody("x")).statusCode()).isEqualTo(200);
    }

    @Test
    void theCdnAnswersInHtml() throws Exception {
        simulator.onQuery(query -> query.ordinal() == 1 ? FOUR.refusedByCdn() : FOUR.badGateway());
        String session = caller.newSession();
        var refused = caller.query(session, Caller.streamBody("x"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("content-type")).contains("text/html; charset=UTF-8");
        assertThat(refused.body()).contains("error code: 1010");
        assertThat(caller.query(session, Caller.streamBody("x")).statusCode()).isEqualTo(502);
    }

    @Test
    void aResetComesBeforeAnyHeader() throws Exception {
        try (RawCaller raw = ask(FOUR.resetBeforeHeaders())) {
            assertThatThrownBy(raw::toEnd).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void aCloseComesWithoutAByte() throws Exception {
        try (RawCaller raw = ask(FOUR.closedBeforeHeaders())) {
            assertThat(raw.toEnd()).isEmpty();
        }
    }

    @Test
    void aQueryThatIsNeverAnsweredEndsWhenTheSimulatorCloses() throws Exception {
        try (RawCaller raw = ask(FOUR.neverAnswering())) {
            Awaitility.await().until(() -> simulator.openStreams() == 1);
            simulator.close();
            assertThatThrownBy(() -> raw.until("x")).isInstanceOf(IOException.class);
            assertThat(simulator.openStreams()).isZero();
            assertThat(simulator.abortedStreams()).isZero();
        }
    }

    @Test
    void aCutEndsTheBodyCleanlyWithoutATerminatorOfTheStream() throws Exception {
        simulator.onQuery(query -> FOUR.cutAfter(2));
        var response = caller.query(caller.newSession(), Caller.streamBody("x"));
        assertThat(deltas(response.body())).isEqualTo(2);
        assertThat(response.body()).doesNotContain("DONE", "metricsLog", "ERROR");
    }

    @Test
    void aDropClosesInTheMiddleOfAChunk() throws Exception {
        try (RawCaller raw = ask(FOUR.droppedAfter(3))) {
            String all = raw.toEnd();
            assertThat(deltas(all)).isEqualTo(3);
            assertThat(all).endsWith("200\r\nevent:mes");
        }
    }

    @Test
    void aResetCanComeInTheMiddleOfAChunkToo() throws Exception {
        try (RawCaller raw = ask(FOUR.resetAfter(1))) {
            assertThatThrownBy(raw::toEnd).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void silenceStopsEvenHeartbeatsAndThenTheAnswerGoesOn() throws Exception {
        Behaviour beating = FOUR.heartbeatsEvery(Duration.ofMillis(100));
        simulator.onQuery(query -> query.ordinal() == 1
                ? beating.silentAfter(2, Duration.ofMillis(250))
                : beating.stalledAfter(2, Duration.ofMillis(250)));
        String session = caller.newSession();
        long begin = System.nanoTime();
        String silent = caller.query(session, Caller.streamBody("x")).body();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(249));
        assertThat(silent).doesNotContain("event:heartbeat").endsWith("[DONE]\n\n");
        assertThat(deltas(silent)).isEqualTo(4);
        assertThat(caller.query(session, Caller.streamBody("x")).body()).contains("event:heartbeat");
    }

    @Test
    void aMalformedFrameStandsAmongGoodOnes() throws Exception {
        simulator.onQuery(query -> FOUR.malformedAfter(1));
        String stream =
                caller.query(caller.newSession(), Caller.streamBody("x")).body();
        assertThat(stream).contains("\"answer\": \"brok\n\n");
        assertThat(deltas(stream)).isEqualTo(4);
    }

    @Test
    void anErrorInTheStreamEndsItWithoutDone() throws Exception {
        simulator.onQuery(query -> FOUR.errorAfter((int) query.ordinal() - 1, "model_error", "It broke"));
        String session = caller.newSession();
        String error = "data:[ERROR]:{\"message\":\"It broke\",\"errorCode\":\"model_error\"}\n\n";
        assertThat(caller.query(session, Caller.streamBody("x")).body()).isEqualTo("event:message\n" + error);
        String later = caller.query(session, Caller.streamBody("x")).body();
        assertThat(deltas(later)).isEqualTo(1);
        assertThat(later).endsWith(error);
    }

    @Test
    void anyTextCanBePutIntoTheStream() throws Exception {
        simulator.onQuery(query -> FOUR.interrupted(0, new Interruption.Raw("\uFEFFdata: anything\r\r")));
        assertThat(caller.query(caller.newSession(), Caller.streamBody("x")).body())
                .startsWith("\uFEFFdata: anything\r\r");
    }

    @Test
    void aKeptConnectionCanCloseUnderItsNextRequest() throws Exception {
        String session = caller.newSession();
        simulator.onQuery(query -> FOUR.closingUnderNextRequest());
        try (RawCaller raw = new RawCaller(simulator)) {
            raw.query(session).until("0\r\n\r\n");
            assertThat(raw.query(session).toEnd()).isEmpty();
        }
        assertThat(simulator.calls().of(CallKind.QUERY)).isEqualTo(1);
    }

    @Test
    void sessionsAndTheRegistryCanFailAndBeSlowToo() throws Exception {
        simulator.onCreateSession(call -> call.ordinal() == 1
                ? Behaviour.usual().refusing(500, "server_error", "no")
                : Behaviour.usual().sessionAfter(Duration.ofMillis(120)));
        simulator.onListEndpoints(call -> Behaviour.usual().badGateway());
        assertThat(caller.newSession()).isEmpty();
        long begin = System.nanoTime();
        assertThat(caller.newSession()).hasSize(24);
        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(119));
        assertThat(caller.send("GET", "/config/v1/public/endpoints", Caller.KEY, null)
                        .statusCode())
                .isEqualTo(502);
        simulator.resetToDefaults();
        assertThat(caller.send("GET", "/config/v1/public/endpoints", Caller.KEY, null)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFunctionThatFailsIsSeenByTheCaller() throws Exception {
        simulator.onQuery(query -> {
            throw new IllegalStateException("oops");
        });
        var response = caller.query(caller.newSession(), Caller.streamBody("x"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("oops");
    }
}
