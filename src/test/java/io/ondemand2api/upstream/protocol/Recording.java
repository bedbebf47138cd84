package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream as OnDemand sends it: both serialisers, heartbeats, thinking before and after the answer. */
public final class Recording {

    static final String METRICS = frame(
            "message",
            "{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":49,\"eventType\":\"metricsLog\",\"status\":"
                    + "\"processing\",\"publicMetrics\":{\"inputTokens\":1012,\"outputTokens\":49,\"totalTokens\":1061,"
                    + "\"ragTimeSec\":0,\"fulfillmentTimeSec\":5.55,\"totalTimeSec\":5.55}}");
    static final String HEARTBEAT =
            frame("heartbeat", "{\"sessionId\":\"s\",\"messageId\":\"m\",\"time\":\"2026-07-20T20:37:33Z\"}");
    static final String DONE = frame("message", "[DONE]");

    static final String WHOLE = statusLog("fulfilling", "Fulfilling the prompt...")
            + thinking("The user wants")
            + HEARTBEAT
            + words("Hello")
            + words(" \\ud83d\\ude00\\n\\\"q\\\" \\u00e9")
            + thinking("…and é\\u0026 so on")
            + words("")
            + statusLog("fulfillment_completed", "Hello 😀 data:[DONE]\\n\\nevent:message é")
            + frame("agent", "{\"eventType\":\"step_output\",\"answer\":\"no answer\",\"step\":{\"a\":[1,{}]}}")
            + thinking("")
            + METRICS
            + HEARTBEAT
            + DONE;

    static final List<OnDemandEvent> EVENTS = List.of(
            OnDemandEvent.PROGRESS,
            new OnDemandEvent.Thinking("The user wants"),
            OnDemandEvent.HEARTBEAT,
            new OnDemandEvent.Fulfillment("Hello"),
            new OnDemandEvent.Fulfillment(" 😀\n\"q\" é"),
            new OnDemandEvent.Thinking("…and é& so on"),
            new OnDemandEvent.Fulfillment(""),
            OnDemandEvent.PROGRESS,
            OnDemandEvent.PROGRESS,
            new OnDemandEvent.Thinking(""),
            new OnDemandEvent.Metrics(1012, 49),
            OnDemandEvent.HEARTBEAT,
            OnDemandEvent.DONE);

    static final StreamLimits LIMITS =
            new StreamLimits(1 << 22, 1 << 22, 100_000, 1 << 23, 1 << 24, 1 << 15, List.of("not enough credits"));

    /** Everything that was read, and the failure that ended it, or null. */
    record Reading(List<OnDemandEvent> events, GatewayException failure) {}

    private Recording() {}

    static String frame(String event, String data) {
        return "event:" + event + "\ndata:" + data + "\n\n";
    }

    static String words(String escaped) {
        return frame(
                "message",
                "{\"sessionId\": \"s\", \"messageId\": \"m\", \"answer\": \"" + escaped
                        + "\", \"status\": \"processing\", \"eventIndex\": 3, \"eventType\": \"fulfillment\"}");
    }

    static String thinking(String escaped) {
        return frame(
                "thinking",
                "{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":1,\"eventType\":\"fulfillment_thinking\","
                        + "\"status\":\"processing\",\"thinking\":{\"delta\":\"" + escaped + "\"}}");
    }

    static String statusLog(String type, String escaped) {
        return frame(
                "message",
                "{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":1,\"eventType\":\"statusLog\",\"status\":"
                        + "\"processing\",\"currentStatusLog\":{\"statusType\":\"" + type + "\",\"statusMessage\":\""
                        + escaped + "\",\"time\":\"2026-07-20T20:37:17Z\"}}");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Reading read(String... arrivals) {
        return read(Arrivals.of(arrivals));
    }

    static EventReader reader(InputStream in) {
        return new EventReader(in, LIMITS, new StreamMeter(LIMITS), MemoryShare.UNLIMITED);
    }

    static EventStream stream(InputStream in) {
        return stream(in, LIMITS);
    }

    static EventStream stream(InputStream in, StreamLimits limits) {
        return new EventStream(in, limits, MemoryShare.UNLIMITED, words -> false);
    }

    static Reading read(InputStream in) {
        return read(stream(in));
    }

    static Reading read(EventStream stream) {
        List<OnDemandEvent> events = new ArrayList<>();
        try {
            while (!stream.ended()) {
                events.addAll(stream.next());
            }
        } catch (GatewayException failure) {
            return new Reading(events, failure);
        }
        return new Reading(events, null);
    }
}
