package io.ondemand2api.messages;

/** Writes what an answer cost. Nothing is ever read from a cache, as far as the gateway knows. */
final class MessageUsage {

    private MessageUsage() {}

    static String json(int inputTokens, int outputTokens) {
        return "{\"input_tokens\":" + inputTokens
                + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":" + outputTokens
                + "}";
    }
}
