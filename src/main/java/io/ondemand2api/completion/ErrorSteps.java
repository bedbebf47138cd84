package io.ondemand2api.completion;

import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.server.ClientConnection;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.upstream.CaughtFailure;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of every request that fails: one OpenAI error object. In routes its steps are called {@code errors.…}. */
public final class ErrorSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorSteps.class);

    private final ErrorRenderers renderers;

    /** @param renderers who writes the errors of each dialect */
    public ErrorSteps(ErrorRenderers renderers) {
        this.renderers = renderers;
    }

    /** Tells the client, with a status while that is possible, else within the stream that has begun. */
    public void answer(Exchange exchange) {
        long now = System.nanoTime();
        Exception cause = CaughtFailure.exception(exchange);
        ClientConnection client = ClientSteps.of(exchange).connection();
        CompletionContext completion = CompletionContext.of(exchange);
        if (completion != null) {
            completion.attempt().release();
        }
        GatewayError error = cause instanceof RefusedException refused ? refused.error() : GatewayError.of(cause);
        log(cause, error, client);
        ErrorRenderer renderer = renderers.of(ClientSteps.of(exchange).path());
        Map<String, String> headers = renderer.headers(error, client.requestId());
        if (error.status() == 413 || error.status() == 408) {
            // the rest of the body is not read, so nothing more can be read from this connection
            headers.put("Connection", "close");
        }
        boolean told = client.answer(renderer.status(error), headers, renderer.body(error, client.requestId()));
        RequestObserver.failed(
                exchange,
                new RequestObserver.Failed(renderer.status(error), type(cause, error), detail(cause), told, now));
        if (told) {
            return;
        }
        if (completion != null && !completion.closed()) {
            completion
                    .response()
                    .fail(
                            cause instanceof GatewayException known
                                    ? known
                                    : new GatewayException(Failure.INTERNAL, error.message()));
        }
    }

    /** The class of failure in one word; finer than OpenAI's codes where it is the gateway's own. */
    private static String type(Exception cause, GatewayError error) {
        return cause instanceof GatewayException known ? known.failure().label() : error.word();
    }

    private static String detail(Exception cause) {
        return cause instanceof GatewayException known ? known.detail() : null;
    }

    private static void log(Exception cause, GatewayError error, ClientConnection client) {
        if (cause instanceof RefusedException || cause instanceof GatewayException) {
            LOG.debug("{} {} {}", client.requestId(), error.status(), error.code());
        } else {
            // a fault of our own: the trace is needed to repair it, and it holds no text of the client's
            LOG.error("{} failed by a fault of the gateway", client.requestId(), cause);
        }
    }
}
