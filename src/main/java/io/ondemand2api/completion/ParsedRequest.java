package io.ondemand2api.completion;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Detachment;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * What an entry route leaves for the route {@code answer}, the same for every dialect.
 *
 * @param conversation what the client asks
 * @param renderers gives a fresh renderer of its answer, one for each attempt
 * @param detachment lets the answer be made without the client; null when the client waits for it
 */
public record ParsedRequest(Conversation conversation, Supplier<ResponseRenderer> renderers, Detachment detachment) {

    private static final ExchangeProperty<ParsedRequest> PARSED_REQUEST =
            StepProperty.PARSED_REQUEST.of(ParsedRequest.class);

    /** A request whose client waits for the answer. */
    public ParsedRequest(Conversation conversation, Supplier<ResponseRenderer> renderers) {
        this(conversation, renderers, null);
    }

    /** Null while the client's request has not been read. */
    static ParsedRequest of(Exchange exchange) {
        return PARSED_REQUEST.get(exchange);
    }

    /** Leaves it for the route {@code answer}. */
    public void leaveIn(Exchange exchange) {
        PARSED_REQUEST.set(exchange, this);
        RouteContract.read(exchange, this, renderers.get());
    }

    /** Holds no word of the client's: a log of the exchange's properties prints it. */
    @Override
    public String toString() {
        return "a request with " + conversation.turns().size() + " turns";
    }

    /** True when the client reads the answer as it comes. */
    boolean streaming(ResponseRenderer renderer) {
        return detachment == null ? renderer.streaming() : detachment.streaming();
    }

    /** The same request, of this conversation. */
    ParsedRequest with(Conversation other) {
        return new ParsedRequest(other, renderers, detachment);
    }
}
