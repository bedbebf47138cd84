package io.ondemand2api.core.answer;

import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.Usage;
import java.util.List;

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
     * The start of a call of a tool. Its arguments follow at once, before anything else; no text comes after it.
     *
     * @param index its place among the calls of this answer, from 0 on
     * @param id by which the tool's result will refer to it
     * @param name the tool's name
     */
    record CallStarted(int index, String id, String name) implements AnswerPart {}

    /**
     * A piece of the arguments of the call that was started last.
     *
     * @param index the call's place among the calls of this answer
     * @param delta the next piece of the JSON text, never empty
     */
    record CallArguments(int index, String delta) implements AnswerPart {}

    /**
     * Where the answer has its knowledge from; comes once, behind its last word.
     *
     * @param citations at least one
     */
    record Citations(List<Citation> citations) implements AnswerPart {}

    /**
     * The end of a whole answer; nothing follows.
     *
     * @param reason why it ended
     * @param usage what it cost
     * @param stop the stop text that ended it, or null
     */
    record Finished(FinishReason reason, Usage usage, String stop) implements AnswerPart {

        /** An end that no stop text made. */
        public Finished(FinishReason reason, Usage usage) {
            this(reason, usage, null);
        }
    }
}
