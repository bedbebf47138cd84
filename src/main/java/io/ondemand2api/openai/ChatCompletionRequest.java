package io.ondemand2api.openai;

import io.ondemand2api.conversation.Conversation;

/**
 * A Chat Completions request that has been read and found in order.
 *
 * @param conversation what is asked
 * @param stream true when the caller wants chunks, false when it wants one object
 * @param includeUsage true when the caller wants the usage chunk; never true without {@code stream}
 */
public record ChatCompletionRequest(Conversation conversation, boolean stream, boolean includeUsage) {}
