package io.ondemand2api.server;

import io.ondemand2api.config.Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which web pages may use the gateway from a browser (CORS). Vert.x's own handler would refuse requests with another
 * origin with 403: desktop programs send such, and no browser guards them.
 */
public final class CrossOrigin {

    private static final String EXPOSED =
            "x-request-id, request-id, retry-after, retry-after-ms, openai-processing-ms, x-should-retry, "
                    + "traceresponse";
    private static final String METHODS = "GET, HEAD, POST, DELETE";

    private final Set<String> origins = new HashSet<>();
    private final boolean anyOrigin;
    private final String allowedHeaders;
    private final String maxAge;

    /**
     * @param origins such as {@code https://chat.example.org}, or {@code *}; none: no page may
     * @param allowedHeaders the request headers that a page may send; none: all that it asks for
     * @param maxAge how long a browser may remember that it may
     */
    public CrossOrigin(List<String> origins, List<String> allowedHeaders, Duration maxAge) {
        origins.forEach(origin -> this.origins.add(origin.toLowerCase(Locale.ROOT)));
        this.anyOrigin = origins.contains("*");
        this.allowedHeaders = String.join(", ", allowedHeaders);
        this.maxAge = Long.toString(maxAge.toSeconds());
    }

    /** Reads it; what is wrong is a problem of the settings. */
    public static CrossOrigin from(Settings settings) {
        List<String> origins = settings.list("gateway.cors.allowedOrigins");
        for (String origin : origins) {
            settings.require(
                    origin.matches("\\*|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#*]+"),
                    () -> settings.named("gateway.cors.allowedOrigins") + " must be `*` or origins such as "
                            + "https://chat.example.org, comma-separated, without a path, not `" + origin + "`.");
        }
        List<String> headers = settings.list("gateway.cors.allowedHeaders");
        for (String header : headers) {
            settings.require(
                    header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
                    () -> settings.named("gateway.cors.allowedHeaders")
                            + " must be names of headers, comma-separated, not `" + header + "`.");
        }
        return new CrossOrigin(origins, headers, settings.duration("gateway.cors.maxAge"));
    }

    /**
     * Says in the answer's headers whether the page that asks may read it.
     *
     * @return true when that was all the browser wanted to know, and it has its answer
     */
    boolean answers(HttpServerRequest request) {
        if (origins.isEmpty()) {
            return false;
        }
        HttpServerResponse response = request.response();
        response.putHeader("vary", "Origin");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !anyOrigin && !origins.contains(origin.toLowerCase(Locale.ROOT))) {
            return false;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, anyOrigin ? "*" : origin);
        if (request.method() != HttpMethod.OPTIONS
                || !request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            return false;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        allowHeaders(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS), response);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, maxAge);
        response.setStatusCode(204).end();
        return true;
    }

    private void allowHeaders(String wanted, HttpServerResponse response) {
        if (!allowedHeaders.isEmpty()) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, allowedHeaders);
        } else if (wanted != null) {
            response.putHeader("vary", "Origin, Access-Control-Request-Headers");
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
        }
    }
}
