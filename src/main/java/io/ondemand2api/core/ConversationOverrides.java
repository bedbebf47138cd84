package io.ondemand2api.core;

/**
 * What the operator says of conversations, in place of what clients say; null where they have the word.
 *
 * @param model the model to ask
 * @param instructions the operator's instructions
 * @param replacesInstructions true when the client's own instructions are left out, false when they follow
 * @param sampling how the model is to choose its words, number by number
 * @param maxTokens the most tokens of the answer
 * @param reasoningEffort how long the model may think
 */
public record ConversationOverrides(
        String model,
        String instructions,
        boolean replacesInstructions,
        Sampling sampling,
        Integer maxTokens,
        ReasoningEffort reasoningEffort) {

    /** Clients have the word everywhere. */
    public static final ConversationOverrides NONE =
            new ConversationOverrides(null, null, false, Sampling.UNSET, null, null);

    /** The client's conversation with what the operator says of it. */
    public Conversation applied(Conversation client) {
        return new Conversation(
                first(model, client.model()),
                instructions(client.instructions()),
                client.turns(),
                new Sampling(
                        first(sampling.temperature(), client.sampling().temperature()),
                        first(sampling.topP(), client.sampling().topP()),
                        first(sampling.presencePenalty(), client.sampling().presencePenalty()),
                        first(sampling.frequencyPenalty(), client.sampling().frequencyPenalty())),
                first(reasoningEffort, client.reasoningEffort()),
                client.stop(),
                first(maxTokens, client.maxTokens()),
                client.tools(),
                client.format());
    }

    private String instructions(String own) {
        if (instructions == null) {
            return own;
        }
        return replacesInstructions || own.isEmpty() ? instructions : instructions + "\n\n" + own;
    }

    private static <T> T first(T one, T other) {
        return one == null ? other : one;
    }
}
