package io.ondemand2api.conversation;

/** Counts an answer that the upstream gave no figures for, since it was cut short. */
public final class UsageEstimate {

    private UsageEstimate() {}

    /**
     * @param asked all text that went to the model
     * @param answered all text of the answer
     * @param thought all text of its thinking
     */
    public static Usage of(String asked, String answered, String thought) {
        int reasoning = TokenCounter.count(thought);
        return new Usage(TokenCounter.count(asked), TokenCounter.count(answered) + reasoning, reasoning, true);
    }
}
