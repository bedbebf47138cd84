package io.ondemand2api.responses.steps;

import io.ondemand2api.completion.ParsedRequest;
import io.ondemand2api.completion.ResponseHeaders;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.responses.EventReplay;
import io.ondemand2api.responses.RememberedResponses;
import io.ondemand2api.responses.ResponseRequest;
import io.ondemand2api.responses.ResponseRequestReader;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.JsonRequestBody;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes of the Responses API call; in routes its steps are called {@code responses.…}. */
public final class ResponseSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseSteps.class);
    private static final String PATH = "/v1/responses/";

    private final ResponseRequestReader reader;
    private final RememberedResponses remembered;
    private final UsageEstimate estimate;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param remembered the responses that clients may ask for again
     * @param estimate counts the tokens of a request that is not answered
     */
    public ResponseSteps(ResponseRequestReader reader, RememberedResponses remembered, UsageEstimate estimate) {
        this.reader = reader;
        this.remembered = remembered;
        this.estimate = estimate;
    }

    /** Turns the body into a conversation. */
    public void read(Exchange exchange) throws GatewayException {
        ResponseRequest request = parsed(exchange);
        for (String tool : request.leftOut()) {
            // agents send it with each request: once is enough
            if (told.add(tool)) {
                LOG.info("The hosted tool {} is left out of requests: the model does not get it", tool);
            }
        }
        new ParsedRequest(request.conversation(), request.renderers(), request.detachment()).leaveIn(exchange);
    }

    private ResponseRequest parsed(Exchange exchange) throws GatewayException {
        return reader.read(
                JsonRequestBody.take(exchange, reader::parse),
                owner(exchange),
                ClientSteps.of(exchange).memory());
    }

    /** Makes an estimate of the request's tokens the body. */
    public void countInputTokens(Exchange exchange) throws GatewayException {
        int tokens = estimate.of(parsed(exchange).pieces(), "", "").inputTokens();
        exchange.getMessage().setBody("{\"object\":\"response.input_tokens\",\"input_tokens\":" + tokens + "}");
    }

    /** Answers with the response that the path names, or with its events. */
    public void get(Exchange exchange) throws GatewayException, RefusedException {
        String id = id(exchange);
        if (ReplayQuery.streams(exchange) && !ClientSteps.asksForHead(exchange)) {
            int from = ReplayQuery.first(exchange);
            EventReplay events = found(remembered.events(owner(exchange), id), id);
            ResponseChannel client = ClientSteps.of(exchange).connection();
            client.beginStream(ResponseHeaders.ofEvents());
            events.follow(client, from);
            return;
        }
        answer(exchange, found(remembered.object(owner(exchange), id), id));
    }

    /** Answers with the input of the response that the path names. */
    public void listInputItems(Exchange exchange) throws GatewayException, RefusedException {
        String id = id(exchange);
        MemoryShare memory = ClientSteps.of(exchange).memory();
        answer(exchange, found(remembered.inputItems(owner(exchange), id, memory), id));
    }

    /** It may be large: the connection waits for a client that reads slowly, where a body of the message would not. */
    private static void answer(Exchange exchange, byte[] json) {
        ClientSteps.of(exchange).connection().answer(200, Map.of("Content-Type", "application/json"), json);
    }

    /** Forgets the response that the path names. */
    public void delete(Exchange exchange) throws RefusedException {
        String id = id(exchange);
        exchange.getMessage().setBody(found(remembered.delete(owner(exchange), id), id));
    }

    /** Ends the response that the path names, if it is made in the background. */
    public void cancel(Exchange exchange) throws GatewayException, RefusedException {
        String id = id(exchange);
        answer(exchange, found(remembered.cancel(owner(exchange), id), id));
    }

    private static String id(Exchange exchange) {
        String rest = ClientSteps.pathAfter(exchange, PATH);
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static <T> T found(T found, String id) throws RefusedException {
        if (found == null) {
            throw new RefusedException(GatewayError.responseNotFound(SafeEcho.of(id)));
        }
        return found;
    }

    private static String owner(Exchange exchange) {
        return String.valueOf(ClientSteps.of(exchange).label());
    }
}
