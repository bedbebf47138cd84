package io.ondemand2api.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What a caller asks, in no dialect: the instructions, all turns so far and how to answer.
 *
 * @param model the model as the caller named it
 * @param instructions system and developer text, joined; empty when there is none
 * @param turns everything said so far, oldest first; at least one
 * @param sampling how the model is to choose its words
 * @param reasoningEffort how long it may think, or null
 * @param stop texts before which the answer ends, no more than a dialect lets through; may be empty
 * @param maxTokens the most tokens the answer may have, at least 1; or null
 * @param tools what the model may call
 * @param format what the text of the answer has to be
 */
public record Conversation(
        String model,
        String instructions,
        List<Turn> turns,
        Sampling sampling,
        ReasoningEffort reasoningEffort,
        List<String> stop,
        Integer maxTokens,
        Toolset tools,
        OutputFormat format) {

    public Conversation {
        turns = List.copyOf(turns);
        stop = List.copyOf(stop);
    }

    /** A conversation in plain text, without tools. */
    public Conversation(
            String model,
            String instructions,
            List<Turn> turns,
            Sampling sampling,
            ReasoningEffort reasoningEffort,
            List<String> stop,
            Integer maxTokens) {
        this(model, instructions, turns, sampling, reasoningEffort, stop, maxTokens, Toolset.NONE, OutputFormat.TEXT);
    }

    /** True when the instructions or a user's turn hold this text. */
    public boolean mentions(String text) {
        return instructions.contains(text)
                || turns.stream()
                        .anyMatch(turn ->
                                turn.role() == Turn.Role.USER && turn.text().contains(text));
    }

    /** The same conversation with a model that is taught this form of calls. */
    public Conversation in(CallForm form) {
        if (form == tools.form()) {
            return this;
        }
        return new Conversation(
                model, instructions, turns, sampling, reasoningEffort, stop, maxTokens, tools.in(form), format);
    }

    /** The same conversation with these turns after it. */
    public Conversation followedBy(Turn... more) {
        List<Turn> longer = new ArrayList<>(turns);
        longer.addAll(List.of(more));
        return new Conversation(model, instructions, longer, sampling, reasoningEffort, stop, maxTokens, tools, format);
    }
}
