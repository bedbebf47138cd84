package io.ondemand2api.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.spi.ReloadStrategy;
import org.apache.camel.util.URISupport;

/** The routes as they run, with their steps, for the console: what is in their files, and how often each was gone through. */
final class RouteFlows {

    private final CamelContext context;
    private final MeterRegistry meters;

    RouteFlows(CamelContext context, MeterRegistry meters) {
        this.context = context;
        this.meters = meters;
    }

    /** All of them, by their ids, and how reloading fares. */
    ObjectNode all() {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        for (ReloadStrategy reload : context.hasServices(ReloadStrategy.class)) {
            page.putObject("reload")
                    .put("done", reload.getReloadCounter())
                    .put("failed", reload.getFailedCounter())
                    .put("lastError", reload.getLastError() == null ? null : Readiness.reason(reload.getLastError()));
        }
        ArrayNode routes = page.putArray("routes");
        context.getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet())
                .sorted((one, other) -> one.getRouteId().compareTo(other.getRouteId()))
                .forEach(route -> describe(route, routes.addObject()));
        return page;
    }

    private void describe(Route route, ObjectNode into) {
        String id = route.getRouteId();
        into.put("id", id)
                .put(
                        "state",
                        String.valueOf(context.getRouteController().getRouteStatus(id))
                                .toLowerCase(Locale.ROOT))
                .put("inFlight", context.getInflightRepository().size(id))
                .put("total", count("camel.exchanges.total", id))
                .put("failed", count("camel.exchanges.failed", id));
        RouteDefinition definition =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(id);
        if (definition != null) {
            into.put("description", definition.getDescriptionText());
            into.put("from", URISupport.sanitizeUri(definition.getInput().getLabel()));
            steps(definition.getOutputs(), into.putArray("steps"));
        }
    }

    private long count(String name, String route) {
        Counter counter = meters.find(name).tag("route_id", route).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    private static void steps(List<? extends NamedNode> steps, ArrayNode into) {
        for (NamedNode step : steps) {
            // what route configurations add for failures is no step on the way
            if (step instanceof ProcessorDefinition<?> processor && processor.isAbstract()) {
                continue;
            }
            ObjectNode one = into.addObject()
                    .put("kind", step.getShortName())
                    .put("id", step.getId())
                    .put("description", step.getDescriptionText())
                    .put("does", URISupport.sanitizeUri(step.getLabel()));
            steps(inside(step), one.putArray("steps"));
        }
    }

    /** The steps within one. The branches of some kinds are none of their outputs. */
    private static List<? extends NamedNode> inside(NamedNode step) {
        List<NamedNode> inside = new ArrayList<>();
        if (step instanceof ChoiceDefinition choice) {
            inside.addAll(choice.getWhenClauses());
            if (choice.getOtherwise() != null) {
                inside.add(choice.getOtherwise());
            }
        } else if (step instanceof OutputNode holder) {
            inside.addAll(holder.getOutputs());
        }
        if (step instanceof TryDefinition attempt) {
            inside.removeAll(attempt.getCatchClauses());
            inside.addAll(attempt.getCatchClauses());
            if (attempt.getFinallyClause() != null && !inside.contains(attempt.getFinallyClause())) {
                inside.add(attempt.getFinallyClause());
            }
        }
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            inside.add(breaker.getOnFallback());
        }
        return inside;
    }
}
