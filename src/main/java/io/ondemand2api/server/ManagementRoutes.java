package io.ondemand2api.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's own endpoints on the management port, beside Camel's for health and metrics. All may look; who may change
 * something is {@link ManagementAccess}'s to say.
 */
public final class ManagementRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementRoutes.class);
    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    /** A page here has its own scripts and styles, in files, and loads nothing from elsewhere; its icons stand in its styles. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int MAX_BODY = 8192;

    private final ManagementAccess access;
    private final Map<String, ManagementEndpoint> endpoints;
    private final Playground playground;

    /** @param endpoints by their paths, without a slash at the end */
    public ManagementRoutes(ManagementAccess access, Map<String, ManagementEndpoint> endpoints, Playground playground) {
        this.playground = playground;
        this.access = access;
        this.endpoints = endpoints;
    }

    /** Hangs them into the server of the management port, which has started. */
    public void install(CamelContext context) {
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(platform -> !platform.isMainServer())
                .map(platform -> (Router) platform.getServer().getServer().requestHandler())
                .forEach(this::install);
    }

    private void install(Router router) {
        router.route().order(-3).handler(request -> {
            if (RequestPath.hasReadableQuery(request.request())) {
                request.next();
            } else {
                send(request.response(), ManagementEndpoint.Response.text(400, "The query cannot be decoded."));
            }
        });
        // before the console, below which it is
        router.route(Playground.PATH).order(-2).handler(request -> {
            secure(request.response());
            playground.take(request, access);
        });
        endpoints.forEach((path, endpoint) -> {
            router.route(path).order(-1).handler(request -> take(request, path, endpoint));
            router.route(path + "/*").order(-1).handler(request -> take(request, path, endpoint));
        });
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader("x-content-type-options", "nosniff")
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("content-security-policy", POLICY);
    }

    private void take(RoutingContext context, String path, ManagementEndpoint endpoint) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        secure(response);
        if (!LOOKING.contains(request.method())) {
            String refusal = access.refusal(request);
            if (refusal != null) {
                send(response, ManagementEndpoint.Response.text(403, refusal));
                return;
            }
        }
        Buffer body = Buffer.buffer();
        request.handler(bytes -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(bytes);
            }
        });
        request.endHandler(all -> {
            if (body.length() > MAX_BODY) {
                send(response, ManagementEndpoint.Response.text(413, "At most " + MAX_BODY + " bytes."));
                return;
            }
            String rest = context.normalizedPath().substring(path.length()).replaceFirst("^/", "");
            ManagementEndpoint.Request asked = new ManagementEndpoint.Request(
                    request.method().name(),
                    rest,
                    body.toString(),
                    request.getHeader("Accept"),
                    String.valueOf(request.remoteAddress().hostAddress()));
            context.vertx()
                    .executeBlocking(() -> endpoint.answer(asked), false)
                    .onSuccess(answer -> send(response, answer))
                    .onFailure(fault -> {
                        LOG.error("A request to {} failed", path, fault);
                        send(response, ManagementEndpoint.Response.text(500, "A fault of the gateway; see its log."));
                    });
        });
    }

    private static void send(HttpServerResponse response, ManagementEndpoint.Response answer) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(answer.status())
                    .putHeader("content-type", answer.type())
                    .end(Buffer.buffer(answer.body()));
        }
    }
}
