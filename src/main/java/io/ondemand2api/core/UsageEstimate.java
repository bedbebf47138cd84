package io.ondemand2api.core;

import java.util.List;

/** Counts an answer that the upstream gave no figures for, since it was cut short. Safe for several threads. */
public final class UsageEstimate {

    private final int countedChars;

    /**
     * @param countedChars how many characters of the question, the answer and the thinking are counted, at least 1; the
     *     rest is estimated by its length
     */
    public UsageEstimate(int countedChars) {
        this.countedChars = countedChars;
    }

    /**
     * The cost of a call.
     *
     * @param asked all text that went to the model, in pieces
     * @param answered all text of the answer
     * @param thought all text of its thinking
     */
    public Usage of(List<String> asked, String answered, String thought) {
        int reasoning = tokens(List.of(thought));
        return new Usage(tokens(asked), tokens(List.of(answered)) + reasoning, reasoning, true);
    }

    private int tokens(List<String> pieces) {
        long chars = 0;
        long counted = 0;
        long tokens = 0;
        for (String piece : pieces) {
            chars += piece.length();
            if (counted < countedChars) {
                String head = piece.substring(0, (int) Math.min(piece.length(), countedChars - counted));
                tokens += TokenCounter.count(head);
                counted += head.length();
            }
        }
        return counted == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE / 4, Math.round((double) tokens * chars / counted));
    }
}
