package io.ondemand2api.responses.steps;

import io.ondemand2api.completion.ParsedRequest;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.UsageEstimate;
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
        new ParsedRequest(request.conversation(), request.renderers()).leaveIn(exchange);
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

    /** Answers with the response that the path names. */
    public void get(Exchange exchange) throws RefusedException {
        String id = id(exchange);
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

    /** Refuses: only responses that are made in the background can be cancelled, and none is. */
    public void cancel(Exchange exchange) throws GatewayException, RefusedException {
        String id = id(exchange);
        found(remembered.object(owner(exchange), id), id);
        throw new InvalidRequestException(
                "Cannot cancel a synchronous response. Only responses created with background=true can be cancelled.",
                null,
                null);
    }

    private static String id(Exchange exchange) {
        String rest = ClientSteps.pathAfter(exchange, PATH);
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static byte[] found(byte[] json, String id) throws RefusedException {
        if (json == null) {
            throw new RefusedException(GatewayError.responseNotFound(SafeEcho.of(id)));
        }
        return json;
    }

    private static String owner(Exchange exchange) {
        return String.valueOf(ClientSteps.of(exchange).label());
    }
}
