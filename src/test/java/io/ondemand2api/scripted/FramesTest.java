package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final String TIME = "\"time\":\"[0-9T:-]{19}Z\"";
    private final Frames frames = new Frames("s", "m");

    @Test
    void aDeltaOfTheAnswerHasSpacesAndEscapesAllButAscii() {
        assertThat(frames.fulfillment(" wörld 🎭 & \"x\"\n"))
                .isEqualTo("event:message\n"
                        + "data:{\"sessionId\": \"s\", \"messageId\": \"m\", \"answer\": \" w\\u00f6rld \\ud83c\\udfad & \\\"x\\\"\\n\","
                        + " \"status\": \"processing\", \"eventIndex\": 1, \"eventType\": \"fulfillment\"}\n\n");
    }

    @Test
    void aDeltaMayHoldHalfOfASurrogatePair() {
        assertThat(frames.fulfillment("\ud83c")).contains("\"answer\": \"\\ud83c\"");
        assertThat(frames.fulfillment("\udfad")).contains("\"answer\": \"\\udfad\"");
    }

    @Test
    void aDeltaOfTheReasoningIsCompactAndRawButForTheAmpersand() {
        assertThat(frames.thinking("The üser & I"))
                .isEqualTo("event:thinking\n"
                        + "data:{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":1,\"eventType\":\"fulfillment_thinking\","
                        + "\"status\":\"processing\",\"thinking\":{\"delta\":\"The üser \\u0026 I\"}}\n\n");
    }

    @Test
    void aStatusLogHasItsTypeItsMessageAndItsTime() {
        assertThat(frames.statusLog("fulfilling", "Fulfilling the prompt..."))
                .matches("event:message\ndata:\\{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":1,"
                        + "\"eventType\":\"statusLog\",\"status\":\"processing\",\"currentStatusLog\":"
                        + "\\{\"statusType\":\"fulfilling\",\"statusMessage\":\"Fulfilling the prompt\\.\\.\\.\","
                        + TIME
                        + "\\}\\}\n\n");
    }

    @Test
    void aHeartbeatHasNoIndexAndNoType() {
        assertThat(frames.heartbeat())
                .matches("event:heartbeat\ndata:\\{\"sessionId\":\"s\",\"messageId\":\"m\"," + TIME + "\\}\n\n");
    }

    @Test
    void theMetricsCountTokensAndSeconds() {
        assertThat(frames.metrics(new Metrics(1012, 49, Duration.ofMillis(5550))))
                .isEqualTo(
                        "event:message\n"
                                + "data:{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":1,\"eventType\":\"metricsLog\","
                                + "\"status\":\"processing\",\"publicMetrics\":{\"inputTokens\":1012,\"outputTokens\":49,"
                                + "\"totalTokens\":1061,\"ragTimeSec\":0,\"fulfillmentTimeSec\":5.55,\"totalTimeSec\":5.55}}\n\n");
    }

    @Test
    void anErrorStandsBehindItsWord() {
        assertThat(Frames.error("model_error", "It broke"))
                .isEqualTo("event:message\ndata:[ERROR]:{\"message\":\"It broke\",\"errorCode\":\"model_error\"}\n\n");
    }

    @Test
    void theIndexGrowsWithEveryFrameButHeartbeats() {
        frames.thinking("a");
        frames.heartbeat();
        assertThat(frames.fulfillment("b")).contains("\"eventIndex\": 2");
    }
}
