package io.ondemand2api.edge;

import io.ondemand2api.openai.OpenAiError;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * What happens to every request before a route sees it, and to those that no route wants: an id for all, and an
 * OpenAI error object for unknown paths, wrong methods and faults of the server itself.
 */
public final class FrontDoor {

    /** The header that names a request in every answer and in the log. */
    static final String REQUEST_ID = "x-request-id";

    /** How long the gateway took until its answer began, in milliseconds; OpenAI's own header. */
    private static final String PROCESSING_TIME = "openai-processing-ms";

    /** The version of OpenAI's API that clients expect to be told. */
    private static final String OPENAI_VERSION = "2020-10-01";

    /** A body of so many bytes takes about a millisecond to read. */
    private static final int LARGE_BODY = 128 * 1024;

    private static final String NAME = "front-door";
    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9._:/-]{1,128}");

    private FrontDoor() {}

    /** Hangs the door into the server of the API port, once that has started; a second time does nothing. */
    public static void install(CamelContext context) {
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .forEach(FrontDoor::install);
    }

    private static void install(VertxPlatformHttpRouter platform) {
        // error handlers work on the outermost router only, and the server is the one that knows it
        Router router = (Router) platform.getServer().getServer().requestHandler();
        if (router.getRoutes().stream().anyMatch(route -> NAME.equals(route.getName()))) {
            return;
        }
        router.route().setName(NAME).order(-1).handler(FrontDoor::identify);
        router.errorHandler(404, context -> refuse(context, unknown(context)));
        router.errorHandler(405, context -> refuseMethod(context, platform));
        router.errorHandler(400, context -> refuse(context, OpenAiError.malformedRequest()));
        router.errorHandler(500, context -> refuse(context, OpenAiError.of(context.failure())));
    }

    private static void identify(RoutingContext context) {
        long arrived = System.nanoTime();
        context.addHeadersEndHandler(leaving -> context.response()
                .putHeader(PROCESSING_TIME, Long.toString((System.nanoTime() - arrived) / 1_000_000)));
        context.response().putHeader("openai-version", OPENAI_VERSION);
        if (RequestBody.announced(context.request()) > LARGE_BODY
                || context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            RequestThreads.large(Vertx.currentContext());
        }
        String given = context.request().getHeader(REQUEST_ID);
        boolean acceptable = given != null && ACCEPTABLE_ID.matcher(given).matches();
        context.response()
                .putHeader(
                        REQUEST_ID,
                        acceptable
                                ? given
                                : "req_" + UUID.randomUUID().toString().replace("-", ""));
        context.next();
    }

    private static OpenAiError unknown(RoutingContext context) {
        return OpenAiError.unknownUrl(
                context.request().method().name(), context.request().path());
    }

    private static void refuseMethod(RoutingContext context, Router routes) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes.getRoutes()) {
            if (route.methods() != null && matches(route, context.normalizedPath())) {
                route.methods().stream().map(HttpMethod::name).forEach(allowed::add);
            }
        }
        if (!allowed.isEmpty()) {
            context.response().putHeader("Allow", String.join(", ", allowed));
        }
        refuse(
                context,
                OpenAiError.methodNotAllowed(
                        context.request().method().name(), context.request().path()));
    }

    private static boolean matches(Route route, String path) {
        String prefix = route.getPath();
        return prefix != null && (path.equals(prefix) || (!route.isExactPath() && path.startsWith(prefix)));
    }

    private static void refuse(RoutingContext context, OpenAiError error) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            // half an answer must not look like a whole one
            response.reset();
            return;
        }
        response.setStatusCode(error.status());
        error.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(error.toJson()));
        RefusedRequests.tell(context, error);
    }
}
