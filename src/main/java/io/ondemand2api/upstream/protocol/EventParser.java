package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.ondemand2api.core.StrangersJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the data of one event. Two serialisers write them upstream (one with spaces and escapes, one without), so only
 * the parsed JSON counts, never its literal text. Fields may come in any order; unknown ones are passed over.
 */
final class EventParser {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "[ERROR]".getBytes(StandardCharsets.US_ASCII);

    private static final JsonFactory JSON = StrangersJson.bytes()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StrangersJson.constraints()
                    // an event is bounded before it is read
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(64)
                    .build())
            .build();

    private static final OnDemandEvent.Metrics NO_FIGURES =
            new OnDemandEvent.Metrics(OnDemandEvent.Metrics.UNKNOWN, OnDemandEvent.Metrics.UNKNOWN);
    /** So that the sum of both is one of the numbers that OpenAI's clients can hold, too. */
    private static final int MAX_TOKENS = Integer.MAX_VALUE / 2;

    private EventParser() {}

    /**
     * @param position told how far the stream was read
     * @return the event; {@link OnDemandEvent.Heartbeat} for a frame without a type, and for no frame at all
     * @throws IOException when it is no JSON object
     */
    static OnDemandEvent parse(byte[] bytes, int from, int to, StreamPosition position) throws IOException {
        int start = from;
        while (start < to && bytes[start] <= ' ' && bytes[start] >= 0) {
            start++;
        }
        if (start == to) {
            return OnDemandEvent.HEARTBEAT;
        }
        if (startsWith(bytes, start, to, DONE)) {
            return OnDemandEvent.DONE;
        }
        if (startsWith(bytes, start, to, ERROR)) {
            return error(bytes, start + ERROR.length, to);
        }
        OnDemandEvent event;
        try (JsonParser json = JSON.createParser(bytes, start, to - start)) {
            event = frame(json, position);
        }
        // rare, and known only at the event's end: so it is read once more
        return event == null ? sources(bytes, start, to) : event;
    }

    private static OnDemandEvent sources(byte[] bytes, int start, int to) throws IOException {
        try (JsonParser json = JSON.createParser(bytes, start, to - start)) {
            return new OnDemandEvent.Sources(PluginSources.read(json));
        }
    }

    /** The event; null when it names sources. */
    private static OnDemandEvent frame(JsonParser json, StreamPosition position) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("an event that is no JSON object");
        }
        String type = null;
        String answer = null;
        String thinking = null;
        OnDemandEvent.Metrics metrics = null;
        String messageId = null;
        long index = -1;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "eventType" -> type = text(json);
                case "messageId" -> messageId = position.readId(json);
                case "eventIndex" -> index = StreamPosition.readIndex(json);
                case "answer" -> answer = text(json);
                case "thinking" -> thinking = thinkingDelta(json);
                case "publicMetrics" -> metrics = metrics(json);
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("an event that does not end");
        }
        position.reached(messageId, index);
        if (type == null) {
            return OnDemandEvent.HEARTBEAT;
        }
        return switch (type) {
            case "fulfillment" -> new OnDemandEvent.Fulfillment(answer == null ? "" : answer);
            case "fulfillment_thinking" -> new OnDemandEvent.Thinking(thinking == null ? "" : thinking);
            case "metricsLog" -> metrics == null ? NO_FIGURES : metrics;
            case PluginSources.TYPE -> null;
            default -> OnDemandEvent.PROGRESS;
        };
    }

    private static String thinkingDelta(JsonParser json) throws IOException {
        String delta = null;
        if (json.nextToken() == JsonToken.START_OBJECT) {
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                if (field.equals("delta")) {
                    delta = text(json);
                } else {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        } else {
            json.skipChildren();
        }
        return delta;
    }

    /** The field's value when it is a text, else null; in both cases the parser then stands at its end. */
    static String text(JsonParser json) throws IOException {
        String text = json.nextTextValue();
        json.skipChildren();
        return text;
    }

    /** The counts of tokens in the object that the parser comes to. */
    static OnDemandEvent.Metrics metrics(JsonParser json) throws IOException {
        int input = OnDemandEvent.Metrics.UNKNOWN;
        int output = OnDemandEvent.Metrics.UNKNOWN;
        if (json.nextToken() == JsonToken.START_OBJECT) {
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (value != null && value.isNumeric() && field.equals("inputTokens")) {
                    input = tokens(json);
                } else if (value != null && value.isNumeric() && field.equals("outputTokens")) {
                    output = tokens(json);
                }
                json.skipChildren();
            }
        } else {
            json.skipChildren();
        }
        return new OnDemandEvent.Metrics(input, output);
    }

    private static int tokens(JsonParser json) throws IOException {
        double tokens = json.getDoubleValue();
        boolean count = tokens >= 0 && tokens <= MAX_TOKENS && tokens == Math.rint(tokens);
        return count ? (int) tokens : OnDemandEvent.Metrics.UNKNOWN;
    }

    /** {@code [ERROR]:{"message":…,"errorCode":…}}; the tail is read leniently, since it need not be JSON. */
    private static OnDemandEvent error(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && (bytes[start] == ':' || bytes[start] == ' ')) {
            start++;
        }
        return ErrorBody.parse(bytes, start, to).asEvent();
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] word) {
        if (to - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
