package io.ondemand2api.messages;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.prompt.QuestionPieces;
import java.nio.charset.StandardCharsets;

/**
 * How many tokens a question takes, counted when it is first asked for: a stream says so before the upstream does. Files
 * that are no text are not counted. Not safe for several threads at once.
 */
public final class InputTokens {

    private final Conversation conversation;
    private final UsageEstimate estimate;
    private int counted = -1;

    /** @param estimate counts, within its bounds */
    public InputTokens(Conversation conversation, UsageEstimate estimate) {
        this.conversation = conversation;
        this.estimate = estimate;
    }

    /** The count. */
    public int get() {
        if (counted < 0) {
            counted = estimate.of(QuestionPieces.of(conversation), "", "").inputTokens();
        }
        return counted;
    }

    /** The answer of {@code POST /v1/messages/count_tokens}. */
    public byte[] json() {
        return ("{\"input_tokens\":" + get() + "}").getBytes(StandardCharsets.UTF_8);
    }
}
