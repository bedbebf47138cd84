package io.ondemand2api.server;

import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.GatewayError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes an error where no route could do it, in the dialect of the request's path. */
public final class ErrorResponses {

    private final ErrorRenderers renderers;

    /** @param renderers of all dialects */
    public ErrorResponses(ErrorRenderers renderers) {
        this.renderers = renderers;
    }

    /** Answers a request that no route has taken. */
    public void answer(HttpServerRequest request, GatewayError error) {
        ErrorRenderer renderer = renderers.of(RequestPath.of(request), request.headers()::contains);
        HttpServerResponse response = request.response();
        response.setStatusCode(renderer.status(error));
        String requestId = response.headers().get(StandardHeaders.REQUEST_ID);
        renderer.headers(error, requestId).forEach(response::putHeader);
        byte[] body = renderer.body(error, requestId);
        // Vert.x says nothing of the length of what it leaves out in an answer to HEAD
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        response.end(Buffer.buffer(body));
    }

    /** Why this path of a dialect is not served; null when there is no such path. */
    String unserved(String path) {
        return renderers.of(path).unserved(path);
    }

    /** Who writes the errors of this path; null when it is not known. */
    public ErrorRenderer renderer(String path) {
        return renderers.of(path);
    }
}
