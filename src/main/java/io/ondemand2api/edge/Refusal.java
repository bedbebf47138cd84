package io.ondemand2api.edge;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.ondemand2api.openai.OpenAiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes an error where no route could do it. */
final class Refusal {

    private Refusal() {}

    static void answer(HttpServerResponse response, OpenAiError error) {
        response.setStatusCode(error.status());
        error.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(error.toJson()));
    }

    /** The last answer of a connection on which no request could be read. */
    static FullHttpResponse last(OpenAiError error, String givenId) {
        byte[] body = error.toJson();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(error.status()), Unpooled.wrappedBuffer(body));
        error.headers().forEach(response.headers()::set);
        StandardHeaders.forEach(givenId, response.headers()::set);
        response.headers()
                .set(StandardHeaders.PROCESSING_TIME, "0")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }
}
