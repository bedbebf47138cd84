package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.GatewayException;
import java.io.IOException;

/**
 * The answer of {@code GET /chat/v1/sessions/{id}/messages/{messageId}}: the message itself, or an object whose
 * {@code data} is the message.
 *
 * @param answer the message's words; null when it has none
 * @param status such as {@code completed}; null when it says none
 * @param metrics what it cost, or null
 */
public record MessageResponse(String answer, String status, OnDemandEvent.Metrics metrics) {

    /**
     * Reads one.
     *
     * @throws GatewayException when it is no JSON object
     */
    public static MessageResponse of(byte[] body) throws GatewayException {
        try (JsonParser json = JsonTexts.JSON.createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                return object(json, true);
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw UpstreamFailures.badFrame();
    }

    private static MessageResponse object(JsonParser json, boolean outer) throws IOException {
        String answer = null;
        String status = null;
        OnDemandEvent.Metrics metrics = null;
        MessageResponse inner = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "answer" -> answer = EventParser.text(json);
                case "status" -> status = EventParser.text(json);
                case "publicMetrics", "metrics" -> metrics = EventParser.metrics(json);
                default -> {
                    boolean data = json.nextToken() == JsonToken.START_OBJECT && outer && field.equals("data");
                    if (data) {
                        inner = object(json, false);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("an object that does not end");
        }
        return inner == null ? new MessageResponse(DeltaText.wellFormed(answer), status, metrics) : inner;
    }

    /** True when the model has said all of it. */
    public boolean completed() {
        return answer != null && "completed".equals(status);
    }
}
