package io.ondemand2api.server;

import io.ondemand2api.clients.ClientAllowance;
import io.ondemand2api.clients.ClientLimiter;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.RouteProperties;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.server.eventloop.connection.ConnectionCut;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The first steps of every entry route: takes the client's connection in hand, finds out who asks, reads what it sent.
 * In routes its steps are called {@code client.…}.
 */
public final class ClientSteps {

    private static final ExchangeProperty<ClientRequest> CLIENT = StepProperty.CLIENT.of(ClientRequest.class);

    /** Headers that bear nothing but the client's key; the second is that of Azure's clients. */
    private static final List<String> KEY_HEADERS = List.of("X-API-KEY", "api-key");

    private final ClientKeys keys;
    private final ClientLimiter limiter;
    private final Admission admission;
    private final int maxBodyBytes;
    private final Duration bodyTimeout;
    private final Duration writeTimeout;

    /**
     * @param keys who may come in
     * @param limiter how much they may use
     * @param admission how many at once
     * @param maxBodyBytes the largest body
     * @param bodyTimeout the longest time a body may take to arrive
     * @param writeTimeout how long a write waits for a client that reads slowly
     */
    public ClientSteps(
            ClientKeys keys,
            ClientLimiter limiter,
            Admission admission,
            int maxBodyBytes,
            Duration bodyTimeout,
            Duration writeTimeout) {
        this.keys = keys;
        this.limiter = limiter;
        this.admission = admission;
        this.maxBodyBytes = maxBodyBytes;
        this.bodyTimeout = bodyTimeout;
        this.writeTimeout = writeTimeout;
    }

    /** The request that an entry route has accepted; null when it has accepted none. */
    public static ClientRequest of(Exchange exchange) {
        return CLIENT.get(exchange);
    }

    /**
     * Takes the connection in hand. The message's headers are empty from here on: what a route sets becomes a header of
     * the answer, and nothing that the client sent can cross to the upstream or come back by accident.
     */
    public void accept(Exchange exchange) {
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        HttpServerRequest request = message.getRequest();
        CLIENT.set(
                exchange,
                new ClientRequest(
                        request,
                        new ClientConnection(message.getResponse(), () -> ConnectionCut.cut(request), writeTimeout)));
        message.removeHeaders("*");
        message.setBody(null);
    }

    /**
     * Names the trace of the request to the client; call it before {@link #accept}.
     *
     * @param traceResponse null for none
     */
    public static void tellTrace(Exchange exchange, String traceResponse) {
        if (traceResponse != null && exchange.getMessage() instanceof HttpMessage message) {
            message.getResponse().putHeader(StandardHeaders.TRACE, traceResponse);
        }
    }

    /** Admits requests with a known key. */
    public void authenticate(Exchange exchange) throws RefusedException {
        ClientRequest client = of(exchange);
        MultiMap headers = client.request().headers();
        client.client(keys.authenticate(
                headers.getAll("Authorization"),
                KEY_HEADERS.stream().map(headers::getAll).toList()));
        exchange.setProperty(RouteProperties.CLIENT_LABEL, client.label());
    }

    /** Notes the client on paths that need no key. */
    public void recognize(Exchange exchange) {
        try {
            authenticate(exchange);
        } catch (RefusedException nobodyKnown) {
            of(exchange).client(null);
        }
    }

    /**
     * Refuses the request as the step {@code client-refuse} says.
     *
     * @throws RefusedException always
     */
    public void refuse(Exchange exchange) throws RefusedException {
        int status = exchange.getProperty(RouteProperties.REFUSE_STATUS, 403, Integer.class);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("The status " + status + " refuses nothing: mend the route.");
        }
        String code = exchange.getProperty(RouteProperties.REFUSE_CODE, String.class);
        int seconds = exchange.getProperty(RouteProperties.REFUSE_RETRY_AFTER, 0, Integer.class);
        throw new RefusedException(new GatewayError(
                status,
                code == null || code.isBlank() ? null : code,
                exchange.getProperty(RouteProperties.REFUSE_MESSAGE, String.class),
                null,
                seconds > 0 ? Duration.ofSeconds(seconds) : null));
    }

    /**
     * Gives the request a place among those that are worked on, within the limits of its client; it is given back when the client is done. The memory of
     * its body is given back when the route is done, which goes on for a while behind the answer.
     */
    public void admit(Exchange exchange) throws GatewayException {
        ClientRequest client = of(exchange);
        Admission.Ticket ticket = admit(client);
        client.ticket(ticket);
        client.connection().whenDone(() -> {
            if (!client.detached()) {
                ticket.close();
            }
        });
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (client.detached()) {
                    // a route that swallowed a failure must not leave it under way for ever
                    client.channel().endStream(null);
                    ticket.close();
                } else if (!client.connection().answered()) {
                    // a route that left its answer in the message: the connection was never told of its end
                    ticket.close();
                }
                ticket.release();
            }

            @Override
            public boolean allowHandover() {
                // this exchange is the one that holds what was read
                return false;
            }
        });
    }

    private Admission.Ticket admit(ClientRequest client) throws GatewayException {
        Admission.Ticket ticket =
                admission.admit(client.label(), client.client().limits().maxConcurrentRequests());
        ClientAllowance allowance = limiter.of(client.client());
        try {
            allowance.take(client.request().response()::putHeader);
        } catch (GatewayException throttled) {
            ticket.close();
            throw throttled;
        }
        client.allowance(allowance);
        return ticket;
    }

    /** Makes the client's bytes the body of the message. */
    public void readBody(Exchange exchange) throws RefusedException, InterruptedException {
        ClientRequest client = of(exchange);
        long began = System.nanoTime();
        exchange.getMessage().setBody(RequestBody.read(client.request(), maxBodyBytes, bodyTimeout, client.ticket()));
        client.bodyTime(System.nanoTime() - began);
    }

    /** The id of the request that an entry route was just given, which its answer bears. */
    public static String requestId(Exchange exchange) {
        return exchange.getMessage(HttpMessage.class).getResponse().headers().get(StandardHeaders.REQUEST_ID);
    }

    /** A parameter of the query, decoded; null when there is none. A query that cannot be decoded was refused on entry. */
    public static String queryParameter(Exchange exchange, String name) {
        return of(exchange).request().getParam(name);
    }

    /** True when only the head of the answer is asked for. */
    public static boolean asksForHead(Exchange exchange) {
        return of(exchange).request().method() == HttpMethod.HEAD;
    }

    /** The part of the path after this prefix, decoded: an id may hold slashes, encoded or not, but does not end in one. */
    public static String pathAfter(Exchange exchange, String prefix) {
        String path = of(exchange).path();
        int at = path.indexOf(prefix);
        String rest = at < 0 ? "" : path.substring(at + prefix.length());
        try {
            return URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return rest;
        }
    }
}
