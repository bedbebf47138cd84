package io.ondemand2api.edge;

import io.ondemand2api.conversation.AnswerException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The first steps of every entry route: takes the client's connection in hand, finds out who asks, reads what it sent.
 * In routes it is called {@code client}.
 */
public final class ClientRequests {

    /** The exchange property that holds the {@link ClientConnection}. */
    public static final String CONNECTION = "client";

    /** The exchange property that holds who asks, such as {@code client-1}. */
    public static final String LABEL = "clientLabel";

    /** The exchange property that holds how long the body took to arrive, in nanoseconds. */
    public static final String BODY_TIME = "bodyTime";

    private static final String REQUEST = "clientRequest";
    private static final String TICKET = "ticket";

    private final ClientKeys keys;
    private final Admission admission;
    private final int maxBodyBytes;
    private final Duration bodyTimeout;
    private final Duration writeTimeout;

    /**
     * @param keys who may come in
     * @param admission how many at once
     * @param maxBodyBytes the largest body
     * @param bodyTimeout the longest time a body may take to arrive
     * @param writeTimeout how long a write waits for a client that reads slowly
     */
    public ClientRequests(
            ClientKeys keys, Admission admission, int maxBodyBytes, Duration bodyTimeout, Duration writeTimeout) {
        this.keys = keys;
        this.admission = admission;
        this.maxBodyBytes = maxBodyBytes;
        this.bodyTimeout = bodyTimeout;
        this.writeTimeout = writeTimeout;
    }

    /**
     * Takes the connection in hand. The message's headers are empty from here on: what a route sets becomes a header of
     * the answer, and nothing that the client sent can cross to the upstream or come back by accident.
     */
    public void accept(Exchange exchange) {
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        exchange.setProperty(REQUEST, message.getRequest());
        exchange.setProperty(
                CONNECTION,
                new ClientConnection(message.getResponse(), () -> cutOff(message.getRequest()), writeTimeout));
        message.removeHeaders("*");
        message.setBody(null);
    }

    /**
     * A reset would first send what is still due, and the answer's end behind it: then half an answer would look whole
     * to a client that reads on after all.
     */
    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            ((ConnectionBase) request.connection())
                    .channelHandlerContext()
                    .channel()
                    .close();
        }
    }

    /** Lets in whoever bears a known key. */
    public void authenticate(Exchange exchange) throws RefusedException {
        HttpServerRequest request = request(exchange);
        exchange.setProperty(
                LABEL, keys.authenticate(request.getHeader("Authorization"), request.getHeader("X-API-KEY")));
    }

    /** Notes who asks, where nobody needs a key. */
    public void recognize(Exchange exchange) {
        try {
            authenticate(exchange);
        } catch (RefusedException nobodyKnown) {
            exchange.removeProperty(LABEL);
        }
    }

    /** Gives the request a place among those that are worked on; it is given back when the client is done. */
    public void admit(Exchange exchange) throws AnswerException {
        Admission.Ticket ticket = admission.admit(exchange.getProperty(LABEL, String.class));
        exchange.setProperty(TICKET, ticket);
        exchange.getProperty(CONNECTION, ClientConnection.class).whenDone(ticket::close);
    }

    /** Makes the client's bytes the body of the message. */
    public void readBody(Exchange exchange) throws RefusedException, InterruptedException {
        Message message = exchange.getMessage();
        long began = System.nanoTime();
        message.setBody(RequestBody.read(
                request(exchange), maxBodyBytes, bodyTimeout, exchange.getProperty(TICKET, Admission.Ticket.class)));
        exchange.setProperty(BODY_TIME, System.nanoTime() - began);
    }

    /** The part of the path after this prefix, decoded: an id may hold slashes, encoded or not. */
    public static String pathAfter(Exchange exchange, String prefix) {
        String path = request(exchange).path();
        int at = path.indexOf(prefix);
        String rest = at < 0 ? "" : path.substring(at + prefix.length());
        try {
            return URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return rest;
        }
    }

    private static HttpServerRequest request(Exchange exchange) {
        return exchange.getProperty(REQUEST, HttpServerRequest.class);
    }
}
