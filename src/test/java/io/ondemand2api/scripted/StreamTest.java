package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTest {

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

    private String stream(Behaviour behaviour) throws Exception {
        return stream(behaviour, Caller.streamBody("hello"));
    }

    private String stream(Behaviour behaviour, String body) throws Exception {
        simulator.onQuery(query -> behaviour);
        var response = caller.query(caller.newSession(), body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        return response.body();
    }

    /** The frames by their event types, or by their words in brackets. */
    private static List<String> types(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.replaceFirst("^data:(\\[\\w+\\]).*", "$1")
                        .replaceFirst(".*\"eventType\": ?\"(\\w+)\".*", "$1")
                        .replaceFirst("^data:.*\"time\":.*", "heartbeat"))
                .collect(Collectors.toList());
    }

    @Test
    void theWholeStreamIsAsCaptured() throws Exception {
        assertThat(stream(Behaviour.atOnce().saying("Hello", " wörld"))
                        .replaceAll("[0-9a-f]{24}", "ID")
                        .replaceAll("Sec\":[0-9.]+", "Sec\":0"))
                .isEqualTo("event:message\n"
                        + "data:{\"sessionId\": \"ID\", \"messageId\": \"ID\", \"answer\": \"Hello\", \"status\": \"processing\", \"eventIndex\": 1, \"eventType\": \"fulfillment\"}\n\n"
                        + "event:message\n"
                        + "data:{\"sessionId\": \"ID\", \"messageId\": \"ID\", \"answer\": \" w\\u00f6rld\", \"status\": \"processing\", \"eventIndex\": 2, \"eventType\": \"fulfillment\"}\n\n"
                        + "event:message\n"
                        + "data:{\"sessionId\":\"ID\",\"messageId\":\"ID\",\"eventIndex\":3,\"eventType\":\"metricsLog\",\"status\":\"processing\",\"publicMetrics\":{\"inputTokens\":2,\"outputTokens\":3,\"totalTokens\":5,\"ragTimeSec\":0,\"fulfillmentTimeSec\":0,\"totalTimeSec\":0}}\n\n"
                        + "event:message\n"
                        + "data:[DONE]\n\n");
    }

    @Test
    void reasoningComesBeforeAmongAndAfterTheAnswerWhenAnEffortIsAsked() throws Exception {
        String body = Caller.streamBody("hello")
                .replace("predefined-openai-gpt4o\"", "predefined-gpt-5.6-luna\",\"reasoningEffort\":\"low\"");
        assertThat(types(stream(Behaviour.atOnce().saying("a", "b"), body)))
                .containsExactly(
                        "fulfillment_thinking",
                        "fulfillment_thinking",
                        "fulfillment_thinking",
                        "fulfillment",
                        "fulfillment_thinking",
                        "fulfillment",
                        "fulfillment_thinking",
                        "metricsLog",
                        "[DONE]");
    }

    @Test
    void theStatusLogRepeatsTheWholeAnswerOnOneLine() throws Exception {
        String stream = stream(Behaviour.atOnce().saying("one\n", "two").withStatusLog());
        assertThat(types(stream))
                .containsExactly("statusLog", "fulfillment", "fulfillment", "statusLog", "metricsLog", "[DONE]");
        assertThat(stream).contains("\"statusType\":\"fulfillment_completed\",\"statusMessage\":\"one\\ntwo\"");
    }

    @Test
    void unknownFramesSurroundTheAnswer() throws Exception {
        assertThat(types(stream(Behaviour.atOnce().saying("a", "b").withUnknownFrames())))
                .containsExactly(
                        "planning_thinking",
                        "plugin_sources",
                        "fulfillment",
                        "step_output",
                        "never_seen",
                        "fulfillment",
                        "metricsLog",
                        "[DONE]");
    }

    @Test
    void aHugeLineIsAsLongAsAsked() throws Exception {
        assertThat(stream(Behaviour.atOnce().saying("a").withHugeLine(1_000_000))
                        .lines()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
                .isBetween(1_000_000, 1_000_400);
    }

    @Test
    void metricsAndDoneCanBeMissing() throws Exception {
        assertThat(types(stream(Behaviour.atOnce().saying("a").withoutMetrics().withoutDone())))
                .containsExactly("fulfillment");
    }

    @Test
    void anEmptyAnswerIsASuccessWithoutAWord() throws Exception {
        assertThat(types(stream(Behaviour.atOnce().sayingNothing()))).containsExactly("metricsLog", "[DONE]");
    }

    @Test
    void maxTokensGivesAnEmptyAnswer() throws Exception {
        String body = Caller.streamBody("hello")
                .replace("\"pluginIds\"", "\"modelConfigs\":{\"maxTokens\":150},\"pluginIds\"");
        assertThat(types(stream(Behaviour.atOnce().saying("a"), body))).containsExactly("metricsLog", "[DONE]");
    }

    @Test
    void heartbeatsGoOnBetweenMetricsAndDone() throws Exception {
        Behaviour slow = Behaviour.atOnce()
                .saying("a")
                .firstDeltaAfter(Duration.ofMillis(125))
                .heartbeatsEvery(Duration.ofMillis(50))
                .doneAfter(Duration.ofMillis(100));
        assertThat(String.join(" ", types(stream(slow))))
                .matches("(heartbeat )+fulfillment metricsLog (heartbeat )+\\[DONE\\]");
    }

    @Test
    void tokensArriveWhenTheyAreWrittenAndNotTogether() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce()
                .saying("a", "b", "c", "d", "e")
                .deltasEvery(Duration.ofMillis(100))
                .doneAfter(Duration.ofMillis(300)));
        long begin = System.nanoTime();
        var response = caller.open(caller.newSession(), Caller.streamBody("x"));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            List<Long> arrivals = lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> (System.nanoTime() - begin) / 1_000_000)
                    .collect(Collectors.toList());
            assertThat(arrivals).hasSize(7);
            // wide limits, for a busy machine: held back they would come within a millisecond or two
            assertThat(arrivals.get(4) - arrivals.get(0)).isGreaterThan(100);
            assertThat(arrivals.get(6) - arrivals.get(5)).isGreaterThan(60);
        }
    }

    @Test
    void eachFrameIsAChunkOfItsOwn() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().saying("a"));
        try (RawCaller raw = new RawCaller(simulator)) {
            String response = raw.query(caller.newSession()).until("0\r\n\r\n");
            assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").contains("Transfer-Encoding: chunked\r\n");
            assertThat(response).endsWith("\r\n1b\r\nevent:message\ndata:[DONE]\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void piecesCutFramesAnywhereAndJoinAgain() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().saying("a").inPiecesOf(1));
        try (RawCaller raw = new RawCaller(simulator)) {
            String response = raw.query(caller.newSession()).until("0\r\n\r\n");
            assertThat(response).contains("\r\n\r\n1\r\ne\r\n1\r\nv\r\n1\r\ne\r\n");
        }
        assertThat(types(stream(Behaviour.atOnce().saying("a").inPiecesOf(7))))
                .containsExactly("fulfillment", "metricsLog", "[DONE]");
    }

    @Test
    void linesCanEndWithCarriageReturns() throws Exception {
        assertThat(stream(Behaviour.atOnce().saying("a").withCrlf())).endsWith("event:message\r\ndata:[DONE]\r\n\r\n");
    }

    @Test
    void theBodyCanBeCompressed() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().saying("a", "b").gzipped().inPiecesOf(5));
        var response = caller.bytes(caller.newSession(), Caller.streamBody("x"));
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        try (var plain = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(response.body()))) {
            assertThat(types(new String(plain.readAllBytes(), StandardCharsets.UTF_8)))
                    .containsExactly("fulfillment", "fulfillment", "metricsLog", "[DONE]");
        }
    }
}
