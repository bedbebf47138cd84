package io.ondemand2api.server;

import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.server.eventloop.RequestThreads;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * What happens to every request before a route sees it, and to those that no route wants: an id for all, browsers of
 * other origins, and an OpenAI error object for unknown paths, wrong methods and faults of the server itself.
 */
public final class HttpEntryHandler {

    /** A body of so many bytes takes about a millisecond to read. */
    private static final int LARGE_BODY = 128 * 1024;

    private static final String NAME = "http-entry";
    private static final String HEALTH_PAGE = "/";

    private final CrossOrigin crossOrigin;
    private final int maxBodyBytes;
    private final AdmissionGate gate;
    private final ErrorResponses errors;

    /**
     * @param crossOrigin which web pages may use the gateway
     * @param maxBodyBytes the largest body
     * @param gate whether requests are still let in
     * @param errors who writes what is refused
     */
    public HttpEntryHandler(CrossOrigin crossOrigin, int maxBodyBytes, AdmissionGate gate, ErrorRenderers errors) {
        this.crossOrigin = crossOrigin;
        this.maxBodyBytes = maxBodyBytes;
        this.gate = gate;
        this.errors = new ErrorResponses(errors);
    }

    /** Puts the handler into the server of the API port, once that has started; a second time does nothing. */
    public void install(CamelContext context) {
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .forEach(this::install);
    }

    private void install(VertxPlatformHttpRouter platform) {
        // error handlers work on the outermost router only, and the server is the one that knows it
        Router router = (Router) platform.getServer().getServer().requestHandler();
        if (router.getRoutes().stream().anyMatch(route -> NAME.equals(route.getName()))) {
            return;
        }
        router.route().setName(NAME).order(-1).handler(this::enter);
        router.errorHandler(404, context -> refuse(context, unknown(context, reasonUnserved(context))));
        router.errorHandler(405, context -> refuseMethod(context, platform));
        router.errorHandler(400, context -> refuse(context, GatewayError.malformedRequest()));
        router.errorHandler(500, context -> refuse(context, GatewayError.of(context.failure())));
    }

    private void enter(RoutingContext context) {
        receive(context);
        if (gate.closed() && !context.normalizedPath().equals(HEALTH_PAGE)) {
            // here and not in a route: while Camel stops its routes it would answer with a bare 503
            refuse(context, GatewayError.of(shuttingDown()));
        } else if (!RequestPath.hasReadableQuery(context.request())) {
            // the router would only notice when it adds the parts of the path to it, and answer with a word of its own
            refuse(
                    context,
                    GatewayError.of(
                            new InvalidRequestException("The query of the URL is not encoded properly.", null, null)));
        } else if (!crossOrigin.answers(context.request())) {
            context.next();
        }
    }

    private static GatewayException shuttingDown() {
        return new GatewayException(
                Failure.SHUTTING_DOWN, "The gateway is shutting down. Please try again on a new connection in 1s.");
    }

    private void receive(RoutingContext context) {
        long arrived = System.nanoTime();
        context.addHeadersEndHandler(headersEnd -> {
            HttpServerResponse response = context.response();
            response.putHeader(
                    StandardHeaders.PROCESSING_TIME, Long.toString((System.nanoTime() - arrived) / 1_000_000));
            if (gate.leaving() && context.request().version() != HttpVersion.HTTP_2) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        StandardHeaders.put(context.response(), context.request().getHeader(StandardHeaders.REQUEST_ID));
        if (mayBeLarge(context.request())) {
            RequestThreads.large(Vertx.currentContext());
        }
        // what an answer leaves unread would stand in the way of the next request on the connection
        Context eventLoop = Vertx.currentContext();
        context.addBodyEndHandler(answered -> eventLoop.runOnContext(later -> discardBody(context.request())));
    }

    private static boolean mayBeLarge(HttpServerRequest request) {
        return RequestBody.announced(request) > LARGE_BODY
                || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                || request.getHeader(HttpHeaders.CONTENT_ENCODING) != null;
    }

    private void discardBody(HttpServerRequest request) {
        if (!request.isEnded()) {
            RequestBody.discard(request, maxBodyBytes);
        }
    }

    private String reasonUnserved(RoutingContext context) {
        return errors.unserved(RequestPath.tidy(context.normalizedPath()));
    }

    private static GatewayError unknown(RoutingContext context, String reason) {
        return GatewayError.unknownUrl(
                context.request().method().name(), context.request().path(), reason);
    }

    private void refuseMethod(RoutingContext context, Router routes) {
        String reason = reasonUnserved(context);
        if (reason != null) {
            // another path with a name in this place has other methods
            refuse(context, unknown(context, reason));
            return;
        }
        Set<String> allowed = AllowedMethods.of(routes, RequestPath.tidy(context.normalizedPath()));
        if (!allowed.isEmpty()) {
            context.response().putHeader("Allow", String.join(", ", allowed));
        }
        refuse(
                context,
                GatewayError.methodNotAllowed(
                        context.request().method().name(), context.request().path()));
    }

    private void refuse(RoutingContext context, GatewayError error) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            // half an answer must not look like a whole one
            response.reset();
            return;
        }
        if (!response.headers().contains(StandardHeaders.REQUEST_ID)) {
            // what the router refuses by itself, such as a request without a host, did not pass this handler
            receive(context);
        }
        errors.answer(context.request(), error);
        RefusedRequests.tell(context, error);
    }
}
