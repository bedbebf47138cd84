package io.ondemand2api.responses;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Detachment;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.prompt.QuestionPieces;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A request for a response that has been read and found in order.
 *
 * @param conversation what is asked
 * @param renderers gives a fresh renderer for each attempt
 * @param detachment lets the response be made in the background; null when the client waits for it
 * @param leftOut kinds of hosted tools that the model does not get
 */
public record ResponseRequest(
        Conversation conversation, Supplier<ResponseRenderer> renderers, Detachment detachment, Set<String> leftOut) {

    ResponseRequest(
            Conversation conversation,
            boolean stream,
            ResponseEnvelope envelope,
            DeclaredTools tools,
            FinishedOutput finished,
            Detachment detachment) {
        this(
                conversation,
                // who asks for it later gets its events or its object
                () -> stream || detachment != null
                        ? new ResponseEvents(envelope, tools, finished)
                        : new ResponseObject(envelope, tools, finished),
                detachment,
                tools.leftOut());
    }

    /** What the model reads of it, in pieces: for an estimate of its tokens. */
    public List<String> pieces() {
        return QuestionPieces.of(conversation);
    }
}
