package io.ondemand2api.scripted;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The frames of one stream, byte for byte as captured from the service: LF, no space after {@code event:} and
 * {@code data:}, one line of JSON, an empty line; status is processing on every frame [C].
 */
final class Frames {

    static final String DONE = "event:message\ndata:[DONE]\n\n";

    private final String sessionId;
    private final String messageId;
    private int index;

    Frames(String sessionId, String messageId) {
        this.sessionId = sessionId;
        this.messageId = messageId;
    }

    /** A delta of the answer, from the serialiser that puts spaces and escapes all but ASCII. */
    String fulfillment(String delta) {
        return "event:message\ndata:{\"sessionId\": \"" + sessionId + "\", \"messageId\": \"" + messageId
                + "\", \"answer\": " + WireJson.ascii(delta) + ", \"status\": \"processing\", \"eventIndex\": "
                + ++index
                + ", \"eventType\": \"fulfillment\"}\n\n";
    }

    /** A delta of the reasoning. */
    String thinking(String delta) {
        return frame(
                "thinking",
                "fulfillment_thinking",
                "\"status\":\"processing\",\"thinking\":{\"delta\":" + WireJson.compact(delta) + "}");
    }

    /** A line about what goes on; absent in recent months [L]. */
    String statusLog(String statusType, String statusMessage) {
        return frame(
                "message",
                "statusLog",
                "\"status\":\"processing\",\"currentStatusLog\":{\"statusType\":" + WireJson.compact(statusType)
                        + ",\"statusMessage\":" + WireJson.compact(statusMessage) + ",\"time\":\"" + now() + "\"}");
    }

    /** A sign of life; the only frame that the index does not count. */
    String heartbeat() {
        return "event:heartbeat\ndata:{\"sessionId\":\"" + sessionId + "\",\"messageId\":\"" + messageId
                + "\",\"time\":\"" + now() + "\"}\n\n";
    }

    /** What the answer cost; once, near the end. */
    String metrics(Metrics metrics) {
        return frame("message", "metricsLog", "\"status\":\"processing\",\"publicMetrics\":" + metrics.json());
    }

    /** Text in the field of the answer, in a frame that is not of the answer: a trap for readers that look at names only. */
    String unknown(String event, String eventType) {
        return frame(event, eventType, "\"status\":\"processing\",\"answer\":\"not part of the answer\"");
    }

    /** JSON that breaks off inside a string. */
    String malformed() {
        return "event:message\ndata:{\"sessionId\": \"" + sessionId + "\", \"answer\": \"brok\n\n";
    }

    /** An error in the stream; the service closes after it without [DONE] [C]. */
    static String error(String errorCode, String message) {
        return "event:message\ndata:[ERROR]:{\"message\":" + WireJson.compact(message) + ",\"errorCode\":"
                + WireJson.compact(errorCode) + "}\n\n";
    }

    private String frame(String event, String eventType, String rest) {
        return "event:" + event + "\ndata:{\"sessionId\":\"" + sessionId + "\",\"messageId\":\"" + messageId
                + "\",\"eventIndex\":" + ++index + ",\"eventType\":\"" + eventType + "\"," + rest + "}\n\n";
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
