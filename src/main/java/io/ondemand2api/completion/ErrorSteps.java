package io.ondemand2api.completion;

import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.exchange.RouteProperties;
import io.ondemand2api.server.ClientRequest;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.upstream.CaughtFailure;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of every request that fails: one error object of its dialect. In routes its steps are called {@code errors.…}. */
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
        CompletionContext completion = CompletionContext.of(exchange);
        if (completion != null) {
            completion.attempt().release();
        }
        Exception cause = RouteRefusal.of(CaughtFailure.exception(exchange));
        GatewayError error = cause instanceof RefusedException refused ? refused.error() : GatewayError.of(cause);
        String requestId = exchange.getProperty(RouteProperties.REQUEST_ID, String.class);
        log(cause, error, requestId);
        ClientRequest client = ClientSteps.of(exchange);
        ErrorRenderer renderer =
                client == null ? renderers.usual() : renderers.of(client.path(), name -> client.header(name) != null);
        Map<String, String> headers = renderer.headers(error, requestId);
        if (error.status() == 413 || error.status() == 408) {
            // the rest of the body is not read, so nothing more can be read from this connection
            headers.put("Connection", "close");
        }
        int status = renderer.status(error);
        byte[] body = renderer.body(error, requestId);
        boolean told = client == null
                ? leave(exchange.getMessage(), status, headers, body)
                : client.channel().answer(status, headers, body);
        RequestObserver.failed(
                exchange, new RequestObserver.Failed(status, type(cause, error), detail(cause), told, now));
        if (client != null) {
            // what a failed call has left in the message, its key among it, is for no step behind this one
            RouteContract.failed(exchange, status, type(cause, error));
        }
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

    /** In a route that has not taken the connection in hand, Camel writes the answer. */
    private static boolean leave(Message message, int status, Map<String, String> headers, byte[] body) {
        message.removeHeaders("*");
        headers.forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setBody(body);
        return true;
    }

    /** The class of failure in one word; finer than OpenAI's codes where it is the gateway's own. */
    private static String type(Exception cause, GatewayError error) {
        return cause instanceof GatewayException known ? known.failure().label() : error.word();
    }

    private static String detail(Exception cause) {
        return cause instanceof GatewayException known ? known.detail() : null;
    }

    private static void log(Exception cause, GatewayError error, String requestId) {
        if (cause instanceof RefusedException || cause instanceof GatewayException) {
            LOG.debug("{} {} {}", requestId, error.status(), error.code());
        } else {
            // a fault of our own: the trace is needed to repair it, and it holds no text of the client's
            LOG.error("{} failed by a fault of the gateway", requestId, cause);
        }
    }
}
