package io.ondemand2api.completion;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Answers what no error handler of a route has answered: a route without the configuration {@code errors}, or a step
 * within {@code doCatch} that fails, which Camel gives to no handler. Its own answer would have no body.
 */
public final class UnhandledFailures implements RoutePolicyFactory {

    private final ErrorSteps errors;

    /** @param errors tells the client */
    public UnhandledFailures(ErrorSteps errors) {
        this.errors = errors;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode node) {
        return EntryRoutes.include(node) ? new Policy() : null;
    }

    private final class Policy extends RoutePolicySupport {

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.getException() != null) {
                errors.answer(exchange);
                exchange.setException(null);
            }
        }
    }
}
