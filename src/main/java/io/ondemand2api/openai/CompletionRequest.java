package io.ondemand2api.openai;

import io.ondemand2api.core.Conversation;
import java.util.List;

/**
 * A request for the completion of texts that has been read and found in order.
 *
 * @param conversations what is asked: a conversation for each prompt, in their order; at least one
 * @param stream true when the caller wants chunks, false when it wants one object
 * @param includeUsage true when the caller wants the usage chunk; never true without {@code stream}
 */
public record CompletionRequest(List<Conversation> conversations, boolean stream, boolean includeUsage) {

    public CompletionRequest {
        conversations = List.copyOf(conversations);
    }

    /** The model as the caller named it. */
    public String model() {
        return conversations.get(0).model();
    }

    /** A new answer as the caller wants it, with a choice for each prompt. */
    public CompletionChoices answer(CompletionIdentity identity) {
        return new CompletionChoices(identity, conversations.size(), stream, includeUsage);
    }
}
