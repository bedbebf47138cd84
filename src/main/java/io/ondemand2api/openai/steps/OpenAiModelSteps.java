package io.ondemand2api.openai.steps;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.openai.ModelList;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import org.apache.camel.Exchange;

/** The models as OpenAI's clients list them. In routes its steps are called {@code models.…}. */
public final class OpenAiModelSteps {

    private static final String PATH = "/v1/models/";
    private static final String OWNER = "ondemand";
    /** The registry does not say when a model came to be; one fixed day keeps the list the same from call to call. */
    private static final long CREATED = 1735689600;

    private final EndpointRegistry endpoints;

    /** @param endpoints the models */
    public OpenAiModelSteps(EndpointRegistry endpoints) {
        this.endpoints = endpoints;
    }

    /** Makes the list of all models that the client may ask for the body. */
    public void list(Exchange exchange) {
        exchange.getMessage()
                .setBody(ModelList.list(endpoints.names().stream()
                        .filter(ClientSteps.of(exchange).client()::mayAsk)
                        .map(OpenAiModelSteps::model)
                        .toList()));
    }

    /** Makes the model that the path names the body, or the list when it names none. */
    public void get(Exchange exchange) throws GatewayException {
        String name = ClientSteps.pathAfter(exchange, PATH);
        if (name.isEmpty()) {
            list(exchange);
            return;
        }
        if (!ClientSteps.of(exchange).client().mayAsk(name)) {
            throw UpstreamFailures.modelNotFound(name);
        }
        endpoints.resolve(name);
        exchange.getMessage().setBody(ModelList.one(model(name)));
    }

    private static ModelList.Model model(String name) {
        return new ModelList.Model(name, CREATED, OWNER);
    }
}
