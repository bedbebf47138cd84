package io.ondemand2api.upstream;

import io.ondemand2api.completion.CompletionContext;
import io.ondemand2api.completion.CompletionSteps;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.UpstreamUnreachableException;
import io.ondemand2api.upstream.protocol.EventStream;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import io.ondemand2api.upstream.protocol.RetryAfter;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import io.ondemand2api.upstream.transport.UpstreamHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code ask-ondemand}: judge the upstream's answer, read its events, and say how the call ended
 * whatever the circuit breaker made of it. In routes its steps are called {@code ondemand.…}.
 */
public final class UpstreamSteps {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamSteps.class);
    private static final String CALL = "call";
    private static final String KEY = "ondemandKey";
    private static final String ACCEPT = "text/event-stream, application/json";
    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private final AddressBreaker breaker;

    public UpstreamSteps(AddressBreaker breaker) {
        this.breaker = breaker;
    }

    public static UpstreamCall of(Exchange exchange) {
        return exchange.getProperty(CALL, UpstreamCall.class);
    }

    /** Makes this the call that the route {@code ask-ondemand} will make, on this thread. */
    public static void prepare(Exchange exchange, UpstreamCall call, HttpMethods method, String path, byte[] body) {
        prepare(exchange, call, new UpstreamCall.Target(method, path, "application/json"), body);
    }

    /** As the other, for a body that need not be JSON. */
    public static void prepare(Exchange exchange, UpstreamCall call, UpstreamCall.Target target, byte[] body) {
        exchange.setProperty(CALL, call);
        exchange.setProperty(KEY, call.lease().secret());
        call.target(target);
        exchange.getMessage().setBody(body);
        UpstreamCall.current(call);
    }

    /** Tells the HTTP component where the call goes, and the upstream what it is given and may answer with. */
    public void address(Exchange exchange) {
        UpstreamCall.Target target = of(exchange).target();
        Message message = exchange.getMessage();
        message.setHeader(HttpConstants.HTTP_METHOD, target.method());
        message.setHeader(HttpConstants.HTTP_PATH, target.path());
        message.setHeader(HttpConstants.CONTENT_TYPE, target.contentType());
        message.setHeader("Accept", ACCEPT);
    }

    /** The HTTP client gave up: because it was told to, or because there is nobody to talk to. */
    public void callFailed(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.debug("{} with {} failed", call.kind(), call.lease(), cause);
        throw call.fail(judge(cause, call));
    }

    private static GatewayException judge(Exception cause, UpstreamCall call) {
        if (call.connectionReused() && !(cause instanceof InterruptedIOException)) {
            return UpstreamFailures.stale();
        }
        if (cause instanceof ConnectionRequestTimeoutException) {
            return new GatewayException(Failure.OVERLOADED, "The gateway has too many calls open. Please try again.");
        }
        if (cause instanceof InterruptedIOException) {
            return new UpstreamUnreachableException(
                    Failure.UPSTREAM_TIMEOUT, "The model's service did not answer in time. Please try again.");
        }
        return UpstreamFailures.unreachable();
    }

    /** Lets a 2xx pass and turns everything else into a failure of its class. */
    public void judge(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status >= 200 && status < 300) {
            return;
        }
        Duration retryAfter =
                RetryAfter.parse(message.getHeader(UpstreamHeaders.RETRY_AFTER, String.class), Instant.now());
        byte[] body = read(message, UpstreamFailures.MAX_BODY_BYTES, call);
        if (body.length == UpstreamFailures.MAX_BODY_BYTES) {
            // what is left of so long an error is not worth reading for the sake of the connection
            call.abort(null);
        }
        throw call.fail(UpstreamFailures.of(status, retryAfter, body, call.model()));
    }

    private static byte[] read(Message message, int limit, UpstreamCall call) throws GatewayException {
        InputStream in = message.getBody(InputStream.class);
        try {
            return in == null ? new byte[0] : in.readNBytes(limit);
        } catch (IOException broken) {
            throw call.fail(UpstreamFailures.unreachable());
        }
    }

    /** True when the upstream answers with events. */
    public boolean isQuery(Exchange exchange) {
        return of(exchange).kind() == UpstreamCall.Kind.QUERY;
    }

    /** The elements for the Split: batches of events. */
    public Iterator<List<OnDemandEvent>> events(Exchange exchange) {
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        return body == null ? Collections.emptyIterator() : new EventSource(new EventStream(body), of(exchange));
    }

    /** Hands a batch of events on to the client. On the path of every token. */
    public void forward(Exchange exchange) {
        @SuppressWarnings("unchecked")
        List<OnDemandEvent> events = (List<OnDemandEvent>) exchange.getMessage().getBody();
        if (events.isEmpty()) {
            return;
        }
        UpstreamCall call = of(exchange);
        boolean progress = false;
        for (OnDemandEvent event : events) {
            progress |= !(event instanceof OnDemandEvent.Heartbeat || event instanceof OnDemandEvent.Failed);
        }
        if (call.heard(progress)) {
            call.lease().answering();
            breaker.answering();
        }
        CompletionSteps.of(exchange).accept(events);
    }

    /** Throws what the call failed with, while the circuit breaker still looks. */
    public void settle(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        if (call.kind() == UpstreamCall.Kind.QUERY) {
            CompletionContext answering = CompletionSteps.of(exchange);
            if (!answering.finished() && !answering.repairing()) {
                throw call.fail(UpstreamFailures.truncated());
            }
        } else if (call.kind() != UpstreamCall.Kind.DELETE_SESSION) {
            call.body(read(exchange.getMessage(), MAX_BODY_BYTES, call));
        }
        call.conclude();
    }

    /** Says how the call ended, after the circuit breaker: it swallows what it does not count, and its own refusals. */
    public void conclude(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        CompletionContext answering = CompletionSteps.of(exchange);
        if (call.concluded() || (answering != null && answering.finished())) {
            return;
        }
        if (call.failure() != null) {
            throw call.failure();
        }
        throw new GatewayException(
                Failure.CIRCUIT_OPEN,
                "The model's service has failed repeatedly and is given a rest. Please try again soon.",
                breaker.rest());
    }
}
