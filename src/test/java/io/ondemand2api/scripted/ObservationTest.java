package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final Duration LONG = Duration.ofSeconds(60);

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

    private void leavesAfter(Behaviour behaviour, String seen) throws Exception {
        simulator.onQuery(query -> behaviour);
        RawCaller raw = new RawCaller(simulator).query(caller.newSession());
        if (seen == null) {
            Awaitility.await().until(() -> simulator.openStreams() == 1);
        } else {
            raw.until(seen);
            assertThat(simulator.openStreams()).isEqualTo(1);
        }
        raw.close();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMillis(500))
                .until(() -> simulator.abortedStreams() == 1);
        assertThat(simulator.openStreams()).isZero();
    }

    @Test
    void aClientThatLeavesBeforeTheHeadersIsNoticed() throws Exception {
        leavesAfter(Behaviour.usual().headersAfter(LONG), null);
    }

    @Test
    void aClientThatLeavesWhatIsNeverAnsweredIsNoticed() throws Exception {
        leavesAfter(Behaviour.usual().neverAnswering(), null);
    }

    @Test
    void aClientThatLeavesInAGapIsNoticed() throws Exception {
        leavesAfter(Behaviour.atOnce().saying("a", "b").deltasEvery(LONG), "fulfillment\"}");
        assertThat(simulator.abortedAfterMetrics()).isZero();
    }

    @Test
    void aClientThatLeavesInDeadSilenceIsNoticed() throws Exception {
        leavesAfter(Behaviour.atOnce().saying("a", "b").silentAfter(1, LONG), "fulfillment\"}");
    }

    @Test
    void aClientThatLeavesBetweenMetricsAndDoneIsCountedApart() throws Exception {
        leavesAfter(Behaviour.atOnce().saying("a").doneAfter(LONG), "totalTimeSec");
        assertThat(simulator.abortedAfterMetrics()).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesAtDoneIsNoAbort() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().saying("a"));
        try (RawCaller raw = new RawCaller(simulator).query(caller.newSession())) {
            raw.until("[DONE]");
            assertThat(simulator.openStreams()).isZero();
        }
        assertThat(simulator.abortedStreams()).isZero();
    }

    @Test
    void aQueryIsRememberedAsItCame() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().saying("a"));
        String session = caller.newSession();
        caller.query(
                session,
                "{\"query\":\"q\",\"endpointId\":\"predefined-gpt-5.6-luna\",\"responseMode\":\"stream\","
                        + "\"reasoningEffort\":\"max\",\"modelConfigs\":{\"fulfillmentPrompt\":\"be kind\",\"temperature\":0.5}}");
        assertThat(simulator.queries()).singleElement().satisfies(query -> {
            assertThat(query.apikey()).isEqualTo(Caller.KEY);
            assertThat(query.sessionId()).isEqualTo(session);
            assertThat(query.endpointId()).isEqualTo("predefined-gpt-5.6-luna");
            assertThat(query.query()).isEqualTo("q");
            assertThat(query.fulfillmentPrompt()).isEqualTo("be kind");
            assertThat(query.modelConfigs().path("temperature").asDouble()).isEqualTo(0.5);
            assertThat(query.reasoningEffort()).isEqualTo("max");
            assertThat(query.call().headers()).containsEntry("content-type", "application/json");
            assertThat(query.toString()).doesNotContain(Caller.KEY);
        });
        simulator.clearRecords();
        assertThat(simulator.queries()).isEmpty();
    }

    @Test
    void callsAreCountedByKindAndKey() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce());
        String session = caller.newSession("key-b");
        caller.newSession();
        caller.query(session, Caller.syncBody("x"));
        caller.send("DELETE", "/chat/v1/sessions/" + session, "key-b", null);
        assertThat(simulator.calls().of(CallKind.CREATE_SESSION)).isEqualTo(2);
        assertThat(simulator.calls().of(CallKind.CREATE_SESSION, "key-b")).isEqualTo(1);
        assertThat(simulator.calls().byKey(CallKind.QUERY)).containsOnlyKeys(Caller.KEY);
        assertThat(simulator.calls().total()).isEqualTo(4);
        assertThat(simulator.sessionsCreated()).isEqualTo(2);
        assertThat(simulator.sessionsDeleted()).isEqualTo(1);
        assertThat(simulator.connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void twoQueriesAtOnceOnOneSessionAreCounted() throws Exception {
        simulator.onQuery(query ->
                query.ordinal() == 1 ? Behaviour.atOnce().saying("a", "b").deltasEvery(LONG) : Behaviour.atOnce());
        String session = caller.newSession();
        try (RawCaller first = new RawCaller(simulator).query(session)) {
            first.until("fulfillment\"}");
            caller.query(session, Caller.streamBody("x"));
        }
        assertThat(simulator.concurrentQueriesOnOneSession()).isEqualTo(1);
    }

    @Test
    void queriesOneAfterTheOtherAreNotConcurrentEvenWhenTheFirstWasLeft() throws Exception {
        simulator.onQuery(query ->
                query.ordinal() == 1 ? Behaviour.atOnce().saying("a", "b").deltasEvery(LONG) : Behaviour.atOnce());
        String session = caller.newSession();
        try (RawCaller first = new RawCaller(simulator).query(session)) {
            first.until("fulfillment\"}");
        }
        for (int i = 0; i < 20; i++) {
            caller.query(session, Caller.streamBody("x"));
        }
        assertThat(simulator.concurrentQueriesOnOneSession()).isZero();
    }
}
