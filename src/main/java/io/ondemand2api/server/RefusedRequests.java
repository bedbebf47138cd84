package io.ondemand2api.server;

import io.ondemand2api.core.GatewayError;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Tells of requests that are refused before a route takes them. */
public final class RefusedRequests {

    private static final String NAME = "refused-requests";

    /** Who is told, and when the request came in. */
    private record Arrival(RefusalListener told, long nanos) {}

    private RefusedRequests() {}

    /** Hangs itself into the server of the API port, once that has started; a second time does nothing. */
    public static void install(CamelContext context, RefusalListener told) {
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .map(platform -> (Router) platform.getServer().getServer().requestHandler())
                .filter(router -> router.getRoutes().stream().noneMatch(route -> NAME.equals(route.getName())))
                .forEach(router -> router.route().setName(NAME).order(-2).handler(request -> {
                    request.put(NAME, new Arrival(told, System.nanoTime()));
                    request.next();
                }));
    }

    /** This request was refused. */
    static void tell(RoutingContext context, GatewayError error) {
        Arrival arrival = context.get(NAME);
        if (arrival != null) {
            arrival.told()
                    .refused(
                            context.response().headers().get(StandardHeaders.REQUEST_ID),
                            context.request().method().name(),
                            String.valueOf(context.request().path()),
                            error.status(),
                            error.word(),
                            System.nanoTime() - arrival.nanos());
        }
    }
}
