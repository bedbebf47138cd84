package io.ondemand2api.openai;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ResponseRenderer;

/**
 * A Chat Completions request that has been read and found in order.
 *
 * @param conversation what is asked
 * @param stream true when the caller wants chunks, false when it wants one object
 * @param includeUsage true when the caller wants the usage chunk; never true without {@code stream}
 * @param callForm how the caller wants to be told of calls
 */
public record ChatCompletionRequest(
        Conversation conversation, boolean stream, boolean includeUsage, ToolCallForm callForm) {

    /** A new writer for an answer as the caller wants it. */
    public ResponseRenderer writer(CompletionIdentity identity) {
        return stream
                ? new ChatCompletionChunks(identity, includeUsage, callForm)
                : new ChatCompletionObject(identity, callForm);
    }
}
