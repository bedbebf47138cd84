package io.ondemand2api.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A query as the simulator got it, valid or not.
 *
 * @param call the HTTP side of it
 * @param sessionId the session named in the path
 * @param endpointId the model; empty when missing
 * @param query the text; empty when missing
 * @param fulfillmentPrompt the instructions; empty when missing
 * @param modelConfigs the whole object; a missing node when missing
 * @param reasoningEffort null when missing
 * @param responseMode sync or stream; empty when missing
 * @param messageId the message whose stream is to go on; null when missing
 */
public record ReceivedQuery(
        ReceivedCall call,
        String sessionId,
        String endpointId,
        String query,
        String fulfillmentPrompt,
        JsonNode modelConfigs,
        String reasoningEffort,
        String responseMode,
        String messageId) {

    static ReceivedQuery of(ReceivedCall call, String sessionId) {
        JsonNode body = call.body();
        JsonNode configs = body.path("modelConfigs");
        return new ReceivedQuery(
                call,
                sessionId,
                body.path("endpointId").asText(""),
                body.path("query").asText(""),
                configs.path("fulfillmentPrompt").asText(""),
                configs,
                body.path("reasoningEffort").asText(null),
                body.path("responseMode").asText(""),
                body.path("messageId").asText(null));
    }

    /** The key it came with. */
    public String apikey() {
        return call.apikey();
    }

    /** Its number among all queries, from 1. */
    public long ordinal() {
        return call.ordinal();
    }

    /** How many characters of text it holds. */
    int size() {
        return query.length() + fulfillmentPrompt.length();
    }

    /** Without the key and without the texts, so that they are not logged by accident. */
    @Override
    public String toString() {
        return call.toString();
    }
}
