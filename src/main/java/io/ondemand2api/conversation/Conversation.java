package io.ondemand2api.conversation;

import java.util.List;

/**
 * What a caller asks, in no dialect: the instructions, all turns so far and how to answer.
 *
 * @param model the model as the caller named it
 * @param instructions system and developer text, joined; empty when there is none
 * @param turns everything said so far, oldest first; at least one
 * @param sampling how the model is to choose its words
 * @param reasoningEffort how long it may think, or null
 * @param stop texts before which the answer ends, at most four; may be empty
 * @param maxTokens the most tokens the answer may have, at least 1; or null
 */
public record Conversation(
        String model,
        String instructions,
        List<Turn> turns,
        Sampling sampling,
        ReasoningEffort reasoningEffort,
        List<String> stop,
        Integer maxTokens) {

    public Conversation {
        turns = List.copyOf(turns);
        stop = List.copyOf(stop);
    }
}
