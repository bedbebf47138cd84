package io.ondemand2api.server.eventloop.connection;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.ssl.SslHandler;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.ServerLimits;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What a new connection's bytes pass on their way to Vert.x and back. */
public final class ServerPipeline {

    private ServerPipeline() {}

    /** Puts the gateway's handlers in, before the first byte is read. */
    public static void install(
            HttpConnection connection,
            HttpServerOptions options,
            ServerLimits limits,
            ErrorResponses errors,
            Handler<HttpServerRequest> requests) {
        ChannelPipeline pipeline =
                ((ConnectionBase) connection).channelHandlerContext().pipeline();
        StrictRequestDecoder decoder = new StrictRequestDecoder(options, limits.maxHeaderBytes());
        pipeline.replace("httpDecoder", "httpDecoder", decoder);
        ChunkEncoder.install(pipeline, "httpEncoder");
        pipeline.addBefore("handler", "guard", new ConnectionGuard(limits, errors, decoder));
        if (pipeline.get(SslHandler.class) == null
                && pipeline.channel().config() instanceof SocketChannelConfig plain) {
            plain.setAllowHalfClosure(true);
        }
        ((HttpServerConnection) connection).handler(requests);
    }
}
