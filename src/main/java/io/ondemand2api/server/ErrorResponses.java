package io.ondemand2api.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
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

    ErrorResponses(ErrorRenderers renderers) {
        this.renderers = renderers;
    }

    void answer(HttpServerRequest request, GatewayError error) {
        ErrorRenderer renderer = renderers.of(RequestPath.of(request));
        HttpServerResponse response = request.response();
        response.setStatusCode(renderer.status(error));
        String requestId = response.headers().get(StandardHeaders.REQUEST_ID);
        renderer.headers(error, requestId).forEach(response::putHeader);
        byte[] body = renderer.body(error, requestId);
        // Vert.x says nothing of the length of what it leaves out in an answer to HEAD
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        response.end(Buffer.buffer(body));
    }

    /**
     * The last response of a connection on which no request could be read.
     *
     * @param path of the request, or null when it is not known
     * @param givenId the id that the client gave the request, or null
     */
    FullHttpResponse last(GatewayError error, String path, String givenId) {
        ErrorRenderer renderer = renderers.of(path);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(renderer.status(error)));
        StandardHeaders.forEach(givenId, response.headers()::set);
        String requestId = response.headers().get(StandardHeaders.REQUEST_ID);
        byte[] body = renderer.body(error, requestId);
        renderer.headers(error, requestId).forEach(response.headers()::set);
        response.headers()
                .set(StandardHeaders.PROCESSING_TIME, "0")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response.replace(Unpooled.wrappedBuffer(body));
    }
}
