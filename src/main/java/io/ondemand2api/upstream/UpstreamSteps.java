package io.ondemand2api.upstream;

import io.ondemand2api.core.ConnectionFault;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.UpstreamUnreachableException;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.upstream.protocol.EventStream;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import io.ondemand2api.upstream.protocol.RetryAfter;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import io.ondemand2api.upstream.transport.ConnectionFaults;
import io.ondemand2api.upstream.transport.UpstreamHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code ask-ondemand}: check the upstream's status, read its events, and say how the call
 * ended, also when the circuit breaker has swallowed it. In routes its steps are called {@code ondemand.…}.
 */
public final class UpstreamSteps {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamSteps.class);
    private static final ExchangeProperty<UpstreamCall> CALL = StepProperty.CALL.of(UpstreamCall.class);
    private static final ExchangeProperty<KeyLease> KEY = StepProperty.ONDEMAND_KEY.of(KeyLease.class);
    private static final String HTML = "text/html";
    private static final String ACCEPT = "text/event-stream, application/json";
    private static final Set<Integer> WHOLE = Set.of(200, 201, 203);

    private final AddressBreaker breaker;
    private final ResponseLimits limits;
    private final AnswerMemory memory;
    private final ConnectionFaults faults;
    private final FaultLog log = new FaultLog();

    public UpstreamSteps(AddressBreaker breaker, ResponseLimits limits, AnswerMemory memory, ConnectionFaults faults) {
        this.breaker = breaker;
        this.faults = faults;
        this.limits = limits;
        this.memory = memory;
    }

    public static UpstreamCall of(Exchange exchange) {
        return CALL.get(exchange);
    }

    /** Makes this the call that the route {@code ask-ondemand} will make. */
    public static void prepare(Exchange exchange, UpstreamCall call) {
        CALL.set(exchange, call);
        // the lease prints as its label, so that no log of properties or headers holds the key itself
        KEY.set(exchange, call.lease());
        exchange.getMessage().setBody(call.spec().body());
    }

    /** Tells the HTTP component where the call goes, and the upstream what it is given and may answer with. */
    public void setTarget(Exchange exchange) {
        CallSpec.Target target = of(exchange).spec().target();
        Message message = exchange.getMessage();
        message.setHeader(HttpConstants.HTTP_METHOD, target.method());
        message.setHeader(HttpConstants.HTTP_PATH, target.path());
        message.setHeader(HttpConstants.CONTENT_TYPE, target.contentType());
        message.setHeader("Accept", ACCEPT);
    }

    /** The HTTP client gave up: because it was told to, or because the upstream cannot be reached. */
    public void callFailed(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.debug("{} with {} failed", call.kind(), call.lease(), cause);
        GatewayException failure = call.fail(failure(cause, call));
        log.tell(failure, call);
        throw failure;
    }

    private GatewayException failure(Exception cause, UpstreamCall call) {
        if (call.connectionReused() && !(cause instanceof InterruptedIOException)) {
            return UpstreamFailures.stale();
        }
        if (cause instanceof ConnectionRequestTimeoutException) {
            return new GatewayException(Failure.OVERLOADED, "The gateway has too many calls open. Please try again.");
        }
        ConnectionFault fault = faults.of(cause);
        if (cause instanceof InterruptedIOException) {
            return new UpstreamUnreachableException(
                    Failure.UPSTREAM_TIMEOUT, fault, "The model's service did not answer in time. Please try again.");
        }
        return UpstreamFailures.unreachable(fault);
    }

    /** Lets a 2xx pass and turns everything else into a failure of its class. */
    public void checkStatus(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status >= 200 && status < 300) {
            if (call.kind() == CallSpec.Kind.QUERY) {
                mustBeEvents(status, message, call);
            }
            return;
        }
        Duration retryAfter =
                RetryAfter.parse(message.getHeader(UpstreamHeaders.RETRY_AFTER, String.class), Instant.now());
        byte[] body = read(exchange, limits.shortBytes()).bytes();
        GatewayException failure = call.fail(
                UpstreamFailures.of(status, retryAfter, body, call.spec().model()));
        log.tell(failure, call);
        throw failure;
    }

    /** A part of an answer (206), a promise (202) or none (204, 205) is no answer; nor is the page of a proxy. */
    private static void mustBeEvents(int status, Message message, UpstreamCall call) throws GatewayException {
        String type = message.getHeader(HttpConstants.CONTENT_TYPE, "", String.class);
        boolean page = type.regionMatches(true, 0, HTML, 0, HTML.length());
        if (page || !WHOLE.contains(status)) {
            call.abort(null);
            throw call.fail(
                    page ? UpstreamFailures.unreachable(ConnectionFault.FOREIGN_PAGE) : UpstreamFailures.badFrame());
        }
    }

    /** What is left of a body that is too long is not worth reading for the sake of the connection. */
    private ResponseBody read(Exchange exchange, int most) throws GatewayException {
        UpstreamCall call = of(exchange);
        MemoryShare given = call.spec().memory();
        AnswerMemory.Share own = memory.share();
        try {
            ResponseBody body = ResponseBody.read(
                    exchange.getMessage().getBody(InputStream.class), most, given == null ? own : given);
            if (!body.complete()) {
                call.abort(null);
            }
            return body;
        } catch (IOException broken) {
            throw call.fail(UpstreamFailures.unreachable(ConnectionFault.RESET));
        } catch (GatewayException full) {
            call.abort(null);
            throw call.fail(full);
        } finally {
            own.release();
        }
    }

    /** True when the upstream answers with events. */
    public boolean isQuery(Exchange exchange) {
        return of(exchange).kind() == CallSpec.Kind.QUERY;
    }

    /** The elements for the Split: batches of events. */
    public Iterator<List<OnDemandEvent>> events(Exchange exchange) {
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        if (body == null) {
            return Collections.emptyIterator();
        }
        UpstreamCall call = of(exchange);
        EventStream stream = new EventStream(
                body, limits.stream(), call.spec().memory(), call.spec().sink()::asksWith);
        call.position(stream.position());
        return new EventSource(stream, call);
    }

    /** Hands a batch of events on to the client. On the path of every token. */
    public void forward(Exchange exchange) throws GatewayException {
        @SuppressWarnings("unchecked")
        List<OnDemandEvent> events = (List<OnDemandEvent>) exchange.getMessage().getBody();
        UpstreamCall call = of(exchange);
        if (events.isEmpty() || call.faulty()) {
            return;
        }
        boolean progress = false;
        for (OnDemandEvent event : events) {
            progress |= !(event instanceof OnDemandEvent.Heartbeat || event instanceof OnDemandEvent.Failed);
        }
        if (call.heard(progress)) {
            call.lease().answering();
            breaker.answering();
        }
        try {
            call.spec().sink().accept(events);
        } catch (RuntimeException fault) {
            // no failure of the upstream: another attempt would meet it, too, and no key has a part in it
            LOG.error("A fault of the gateway has ended {}", call.kind(), fault);
            call.abort(new GatewayException(Failure.INTERNAL, "The gateway failed on this answer."));
            throw call.failure();
        }
    }

    /** Throws what the call failed with, while the circuit breaker still looks. */
    public void completeInsideBreaker(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        if (call.faulty()) {
            throw call.failure();
        }
        if (call.kind() == CallSpec.Kind.QUERY) {
            if (!call.spec().sink().satisfied()) {
                throw call.fail(UpstreamFailures.truncated());
            }
        } else if (call.kind() != CallSpec.Kind.DELETE_SESSION) {
            ResponseBody body = read(exchange, limits.of(call.kind()));
            if (!body.complete()) {
                throw call.fail(UpstreamFailures.overlong());
            }
            call.body(body.bytes());
        }
        call.conclude();
    }

    /** Says how the call ended, after the circuit breaker: it swallows what it does not count, and its own refusals. */
    public void rethrowFailure(Exchange exchange) throws GatewayException {
        UpstreamCall call = of(exchange);
        EventSink sink = call.spec().sink();
        if (!call.faulty() && (call.concluded() || sink != null && sink.satisfied())) {
            return;
        }
        if (call.failure() != null) {
            throw call.failure();
        }
        if (call.begun()) {
            // not refused, but given up by a time limit that an operator has set on the circuit breaker, which does not
            // record it: the call itself goes on, on its own thread, until it is ended
            call.abort(UpstreamFailures.tooLong());
            throw call.failure();
        }
        throw new GatewayException(
                Failure.CIRCUIT_OPEN,
                "The model's service has failed repeatedly and is given a rest. Please try again soon.",
                breaker.rest());
    }
}
