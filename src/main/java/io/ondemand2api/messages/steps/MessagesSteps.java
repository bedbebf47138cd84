package io.ondemand2api.messages.steps;

import io.ondemand2api.completion.ParsedRequest;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.messages.AnthropicErrors;
import io.ondemand2api.messages.InputTokens;
import io.ondemand2api.messages.MessageIdentity;
import io.ondemand2api.messages.MessagesRequest;
import io.ondemand2api.messages.MessagesRequestReader;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.JsonRequestBody;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Reads what Anthropic's clients send, and sets out how to answer them. In routes its steps are called {@code messages.…}. */
public final class MessagesSteps {

    private final MessagesRequestReader reader;
    private final UsageEstimate estimate;

    /**
     * @param mostValues the most JSON values that are read of one request
     * @param schemas gives the schemas of each request a budget
     * @param webSearch true when the model can be let search the web
     * @param estimate counts the tokens of questions
     */
    public MessagesSteps(
            FileLimits files,
            int mostValues,
            Supplier<SchemaBudget> schemas,
            boolean webSearch,
            UsageEstimate estimate) {
        this.reader = new MessagesRequestReader(files, mostValues, schemas, webSearch);
        this.estimate = estimate;
    }

    /** Turns the body into a conversation. */
    public void read(Exchange exchange) throws GatewayException {
        MessagesRequest request = reader.read(JsonRequestBody.take(exchange, reader::parse));
        Conversation conversation = request.conversation();
        MessageIdentity identity = MessageIdentity.next(
                conversation.model(), nameRequest(exchange), new InputTokens(conversation, estimate));
        new ParsedRequest(conversation, () -> request.writer(identity)).leaveIn(exchange);
    }

    /** Makes the number of tokens that the body's question takes the answer. */
    public void countTokens(Exchange exchange) throws GatewayException {
        Conversation conversation = reader.readToCount(JsonRequestBody.take(exchange, reader::parse));
        nameRequest(exchange);
        exchange.getMessage().setBody(new InputTokens(conversation, estimate).json());
    }

    /** Gives the answer the header by which Anthropic's clients know the request. */
    static String nameRequest(Exchange exchange) {
        String id = ClientSteps.of(exchange).connection().requestId();
        exchange.getMessage().setHeader(AnthropicErrors.REQUEST_ID, id);
        return id;
    }
}
