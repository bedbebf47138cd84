package io.ondemand2api.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses a request with two lengths. A proxy in front may believe the other one, and then see the end of the body as a
 * request of its own.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private boolean received;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** True when bytes of a request came since the last time; those of a TLS handshake are none. */
    boolean receivedBytes() {
        boolean since = received;
        received = false;
        return since;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        received = true;
        super.channelRead(context, bytes);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
