package io.ondemand2api.completion;

import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;

/** Tells the routes in which clients' requests come in from all others. */
final class EntryRoutes {

    private EntryRoutes() {}

    /** True when this is a route on the API port. */
    static boolean include(NamedNode node) {
        return node instanceof RouteDefinition route
                && route.getInput() != null
                && route.getInput().getEndpointUri().startsWith("platform-http");
    }
}
