package io.ondemand2api.scripted;

import java.util.List;

/**
 * Deltas of reasoning, by where in the stream they come.
 *
 * @param before ahead of the first delta of the answer
 * @param between after the first delta of the answer
 * @param after behind the last delta of the answer
 */
public record Thinking(List<String> before, List<String> between, List<String> after) {

    /** No reasoning. */
    public static final Thinking NONE = new Thinking(List.of(), List.of(), List.of());

    /** With a delta that comes late and an empty last one, as seen live. */
    public static final Thinking USUAL = new Thinking(
            List.of("The user wants", " an answer", " from the simulator."),
            List.of(" A thought that comes late."),
            List.of(""));

    public Thinking {
        before = List.copyOf(before);
        between = List.copyOf(between);
        after = List.copyOf(after);
    }
}
