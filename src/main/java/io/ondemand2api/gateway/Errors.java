package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.Failure;
import io.ondemand2api.edge.ClientConnection;
import io.ondemand2api.edge.ClientRequests;
import io.ondemand2api.edge.RefusedException;
import io.ondemand2api.openai.OpenAiError;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of every request that fails: one OpenAI error object. In routes its steps are called {@code errors.…}. */
public final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    /** Tells the client, with a status while that is possible, else within the stream that has begun. */
    public void answer(Exchange exchange) {
        long now = System.nanoTime();
        Exception cause = Caught.exception(exchange);
        ClientConnection client = ClientRequests.of(exchange).connection();
        Answering answering = Answers.of(exchange);
        if (answering != null) {
            answering.release();
        }
        OpenAiError error = cause instanceof RefusedException refused ? refused.error() : OpenAiError.of(cause);
        log(cause, error, client);
        Map<String, String> headers = error.headers();
        if (error.status() == 413 || error.status() == 408) {
            // the rest of the body is not read, so nothing more can be read from this connection
            headers.put("Connection", "close");
        }
        boolean told = client.answer(error.status(), headers, error.toJson());
        RequestObserver.failed(exchange, new RequestObserver.Failed(error.status(), type(cause, error), told, now));
        if (told) {
            return;
        }
        if (answering != null && !answering.closed()) {
            answering.failWithin(
                    cause instanceof AnswerException known
                            ? known
                            : new AnswerException(Failure.INTERNAL, error.message()));
        }
    }

    /** The class of failure in one word; finer than OpenAI's codes where it is the gateway's own. */
    private static String type(Exception cause, OpenAiError error) {
        return cause instanceof AnswerException known ? known.failure().label() : error.word();
    }

    private static void log(Exception cause, OpenAiError error, ClientConnection client) {
        if (cause instanceof RefusedException || cause instanceof AnswerException) {
            LOG.debug("{} {} {}", client.requestId(), error.status(), error.code());
        } else {
            // a fault of our own: whoever mends it needs the trace, and it holds no text of the client's
            LOG.error("{} failed by a fault of the gateway", client.requestId(), cause);
        }
    }
}
