package io.ondemand2api.conversation;

/** A piece of an answer, in the order in which the caller must see it. */
public sealed interface AnswerPart {

    /**
     * Words of the answer.
     *
     * @param delta the new text only, never empty
     */
    record Text(String delta) implements AnswerPart {}

    /**
     * Words of the model's thinking; may come before, between and after the answer's own.
     *
     * @param delta the new text only, never empty
     */
    record Thinking(String delta) implements AnswerPart {}

    /**
     * The end of a whole answer; nothing follows.
     *
     * @param reason why it ended
     * @param usage what it cost
     */
    record Finished(FinishReason reason, Usage usage) implements AnswerPart {}
}
