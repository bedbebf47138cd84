package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.StandardHeaders;

/** The last response of a connection, where no request could be read or none is read any more. */
final class LastResponse {

    private LastResponse() {}

    /**
     * The last response of a connection on which no request could be read.
     *
     * @param path of the request, or null when it is not known
     * @param givenId the id that the client gave the request, or null
     */
    static FullHttpResponse of(ErrorResponses errors, GatewayError error, String path, String givenId) {
        ErrorRenderer renderer = errors.renderer(path);
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
