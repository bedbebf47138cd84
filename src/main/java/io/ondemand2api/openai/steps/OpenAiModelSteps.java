package io.ondemand2api.openai.steps;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.models.AskableModels;
import io.ondemand2api.openai.ModelList;
import org.apache.camel.Exchange;

/** The models as OpenAI's clients list them. In routes its steps are called {@code models.…}. */
public final class OpenAiModelSteps {

    private static final String OWNER = "ondemand";
    /** The registry does not say when a model came to be; one fixed day keeps the list the same from call to call. */
    private static final long CREATED = 1735689600;

    private final AskableModels models;

    /** @param models those of each client */
    public OpenAiModelSteps(AskableModels models) {
        this.models = models;
    }

    /** Makes the list of all models that the client may ask for the body. */
    public void list(Exchange exchange) {
        exchange.getMessage()
                .setBody(ModelList.list(models.all(exchange).stream()
                        .map(OpenAiModelSteps::model)
                        .toList()));
    }

    /** Makes the model that the path names the body, or the list when it names none. */
    public void get(Exchange exchange) throws GatewayException {
        String name = models.named(exchange);
        if (name == null) {
            list(exchange);
            return;
        }
        exchange.getMessage().setBody(ModelList.one(model(name)));
    }

    private static ModelList.Model model(String name) {
        return new ModelList.Model(name, CREATED, OWNER);
    }
}
