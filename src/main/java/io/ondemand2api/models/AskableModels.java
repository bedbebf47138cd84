package io.ondemand2api.models;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * The models that the client of an exchange may ask, in any dialect.
 *
 * @param endpoints all of them
 */
public record AskableModels(EndpointRegistry endpoints) {

    private static final String PATH = "/v1/models/";

    /** The names of all. */
    public List<String> all(Exchange exchange) {
        return endpoints.names().stream()
                .filter(ClientSteps.of(exchange).client()::mayAsk)
                .toList();
    }

    /**
     * The one that the path names, or null when it names none.
     *
     * @throws GatewayException when there is no such model for this client
     */
    public String named(Exchange exchange) throws GatewayException {
        String name = ClientSteps.pathAfter(exchange, PATH);
        if (name.isEmpty()) {
            return null;
        }
        if (!ClientSteps.of(exchange).client().mayAsk(name)) {
            throw UpstreamFailures.modelNotFound(name);
        }
        endpoints.resolve(name);
        return name;
    }
}
