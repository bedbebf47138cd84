package io.ondemand2api.messages;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ResponseRenderer;

/**
 * A Messages request that has been read and found in order.
 *
 * @param conversation what is asked
 * @param stream true when the caller wants events, false when it wants one object
 * @param showThinking true when the caller wants to see the model's thinking
 */
public record MessagesRequest(Conversation conversation, boolean stream, boolean showThinking) {

    /** A new writer for an answer as the caller wants it. */
    public ResponseRenderer writer(MessageIdentity identity) {
        return stream ? new MessageEvents(identity, showThinking) : new MessageObject(identity, showThinking);
    }
}
