package io.ondemand2api.app;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.Resource;

/**
 * What the routes themselves say of those that ought to run: every route that ran once, and every route that another one
 * calls by {@code direct}.
 */
final class RunningRoutes {

    private static final String DIRECT = "direct://";

    private final CamelContext context;
    private final Set<String> ranOnce = new ConcurrentSkipListSet<>();

    RunningRoutes(CamelContext context) {
        this.context = context;
    }

    /** The ids of those that do not run. */
    Set<String> missing() {
        Set<String> running = context.getRoutes().stream()
                // comes and goes with the route that uses it
                .filter(route -> !route.isCreatedByKamelet())
                .map(Route::getRouteId)
                .filter(id -> context.getRouteController().getRouteStatus(id) == ServiceStatus.Started)
                .collect(Collectors.toSet());
        ranOnce.addAll(running);
        Set<String> missing = new TreeSet<>(ranOnce);
        missing.removeAll(running);
        missing.addAll(calledButMissing());
        return missing;
    }

    private Set<String> calledButMissing() {
        Set<String> served = context.getRoutes().stream().map(this::address).collect(Collectors.toSet());
        return context.getEndpoints().stream()
                .map(Endpoint::getEndpointBaseUri)
                .filter(address -> address.startsWith(DIRECT) && !served.contains(address))
                .map(address -> address.substring(DIRECT.length()))
                .collect(Collectors.toSet());
    }

    private String address(Route route) {
        return route.getEndpoint().getEndpointBaseUri();
    }

    /** The files of routes that run though their file is gone; only a start ends those. */
    Set<String> withoutFile() {
        return context.getRoutes().stream()
                .map(Route::getSourceResource)
                .filter(source -> source != null && "file".equals(source.getScheme()) && !source.exists())
                .map(Resource::getLocation)
                .map(location -> location.substring(location.indexOf(':') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
