package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.StrangersJson;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.WellFormedText;
import io.ondemand2api.core.prompt.ToolPrompt;
import io.ondemand2api.core.prompt.Transcript;
import java.io.IOException;
import java.util.List;

/** Writes the bodies that OnDemand is asked with. */
public final class UpstreamBodies {

    private static final JsonFactory JSON = StrangersJson.bytes().build();

    private UpstreamBodies() {}

    /**
     * The body of {@code POST /chat/v1/sessions}.
     *
     * @param externalUserId any text that is unique to the session
     */
    public static byte[] session(String externalUserId) {
        return json(body -> {
            body.writeStringField("externalUserId", externalUserId);
            body.writeArrayFieldStart("pluginIds");
            body.writeEndArray();
        });
    }

    /**
     * The body of {@code POST /chat/v1/sessions/{id}/query}. The stream mode is asked for always: a whole answer is
     * folded from the same events, and long calls without a stream are cut by the CDN.
     *
     * @param conversation what the caller asks
     * @param turns the turns that the session does not know yet
     * @param endpoint the model's endpoint
     */
    public static byte[] query(Conversation conversation, List<Turn> turns, Endpoint endpoint) {
        return query(conversation, turns, endpoint, Extensions.NONE, null);
    }

    /**
     * The same body, which lets a broken stream go on.
     *
     * @param extensions what the model works with
     * @param from how far the stream was read, with a message; null to ask for a new answer
     */
    public static byte[] query(
            Conversation conversation,
            List<Turn> turns,
            Endpoint endpoint,
            Extensions extensions,
            StreamPosition from) {
        return json(body -> {
            if (from != null) {
                body.writeStringField("messageId", from.messageId());
                body.writeNumberField("lastEventIndex", from.eventIndex());
            }
            body.writeFieldName("query");
            body.writeString(
                    new PiecesReader(
                            Transcript.pieces(turns, conversation.tools().form())),
                    -1);
            body.writeStringField("endpointId", endpoint.id());
            body.writeStringField("responseMode", "stream");
            texts(body, "pluginIds", extensions.pluginIds());
            if (!extensions.agentIds().isEmpty()) {
                texts(body, "agentIds", extensions.agentIds());
            }
            if (!extensions.skillIds().isEmpty()) {
                texts(body, "skillIds", extensions.skillIds());
            }
            body.writeBooleanField("fulfillmentOnly", extensions.none());
            if (conversation.reasoningEffort() != null && endpoint.thinks()) {
                body.writeStringField(
                        "reasoningEffort", conversation.reasoningEffort().wireName());
            }
            body.writeObjectFieldStart("modelConfigs");
            List<String> instructions = ToolPrompt.pieces(conversation);
            if (!instructions.isEmpty()) {
                body.writeFieldName("fulfillmentPrompt");
                body.writeString(new PiecesReader(instructions), -1);
            }
            sampling(body, conversation.sampling());
            if (!conversation.stop().isEmpty()) {
                texts(body, "stopSequences", conversation.stop());
            }
            // never maxTokens: the upstream answers it with an empty text, so the gateway cuts by itself
            body.writeEndObject();
        });
    }

    private static void texts(JsonGenerator body, String field, List<String> texts) throws IOException {
        body.writeArrayFieldStart(field);
        for (String text : texts) {
            body.writeString(WellFormedText.of(text));
        }
        body.writeEndArray();
    }

    private static void sampling(JsonGenerator body, Sampling sampling) throws IOException {
        number(body, "temperature", sampling.temperature());
        number(body, "topP", sampling.topP());
        number(body, "presencePenalty", notNegative(sampling.presencePenalty()));
        number(body, "frequencyPenalty", notNegative(sampling.frequencyPenalty()));
    }

    private static void number(JsonGenerator body, String field, Double value) throws IOException {
        if (value != null) {
            body.writeNumberField(field, value);
        }
    }

    /** OpenAI's penalties range over -2..2, the upstream's over 0..2. */
    private static Double notNegative(Double penalty) {
        return penalty == null ? null : Math.max(0, penalty);
    }

    private static byte[] json(Fields fields) {
        // grows without copying what it has
        ByteArrayBuilder bytes = new ByteArrayBuilder(512);
        try (JsonGenerator body = JSON.createGenerator(bytes)) {
            body.writeStartObject();
            fields.write(body);
            body.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing an array does no I/O", e);
        }
        return bytes.toByteArray();
    }

    private interface Fields {
        void write(JsonGenerator body) throws IOException;
    }
}
