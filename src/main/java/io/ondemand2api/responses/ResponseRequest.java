package io.ondemand2api.responses;

import io.ondemand2api.core.Conversation;
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
 * @param leftOut kinds of hosted tools that the model does not get
 */
public record ResponseRequest(Conversation conversation, Supplier<ResponseRenderer> renderers, Set<String> leftOut) {

    ResponseRequest(
            Conversation conversation,
            boolean stream,
            ResponseEnvelope envelope,
            DeclaredTools tools,
            FinishedOutput finished) {
        this(
                conversation,
                () -> stream
                        ? new ResponseEvents(envelope, tools, finished)
                        : new ResponseObject(envelope, tools, finished),
                tools.leftOut());
    }

    /** What the model reads of it, in pieces: for an estimate of its tokens. */
    public List<String> pieces() {
        return QuestionPieces.of(conversation);
    }
}
