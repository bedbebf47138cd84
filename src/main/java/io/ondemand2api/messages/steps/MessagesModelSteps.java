package io.ondemand2api.messages.steps;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.messages.AnthropicErrors;
import io.ondemand2api.messages.ModelInfo;
import io.ondemand2api.models.AskableModels;
import io.ondemand2api.server.ClientSteps;
import org.apache.camel.Exchange;

/**
 * The models as Anthropic's clients list them, on the path that they share with OpenAI's. In routes its steps are called
 * {@code messages.…}.
 */
public final class MessagesModelSteps {

    private final AskableModels models;

    /** @param models those of each client */
    public MessagesModelSteps(AskableModels models) {
        this.models = models;
    }

    /** True when the client is one of Anthropic's. */
    public boolean spoken(Exchange exchange) {
        return ClientSteps.of(exchange).header(AnthropicErrors.VERSION) != null;
    }

    /** Makes all models that the client may ask for, or the one that the path names, the body. */
    public void models(Exchange exchange) throws GatewayException {
        MessagesSteps.nameRequest(exchange);
        String name = models.named(exchange);
        exchange.getMessage().setBody(name == null ? ModelInfo.list(models.all(exchange)) : ModelInfo.one(name));
    }
}
