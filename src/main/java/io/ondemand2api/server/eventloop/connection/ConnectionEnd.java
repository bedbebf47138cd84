package io.ondemand2api.server.eventloop.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.StandardHeaders;
import java.time.Duration;

/** How a connection ends so that its client can still read what was said last. Used on its event loop only. */
final class ConnectionEnd {

    private final ErrorResponses errors;
    private final Deadline deadline;
    private final Duration linger;
    private final SequentialRequestDecoder input;

    /** True once the client has ended its side, but not this one. */
    private boolean clientEnded;
    /** True once nothing more is written. */
    private boolean outputEnded;

    /**
     * @param errors who writes the last response
     * @param deadline when the connection closes
     * @param linger how long the rest of a request is thrown away before that
     * @param input where that rest comes from
     */
    ConnectionEnd(ErrorResponses errors, Deadline deadline, Duration linger, SequentialRequestDecoder input) {
        this.errors = errors;
        this.deadline = deadline;
        this.linger = linger;
        this.input = input;
    }

    void clientEnds() {
        clientEnded = true;
    }

    boolean clientEnded() {
        return clientEnded;
    }

    void discardInput() {
        input.discard();
    }

    boolean inputDiscarded() {
        return input.discarding();
    }

    boolean outputEnded() {
        return outputEnded;
    }

    /**
     * Writes the last response.
     *
     * @param refused the request, or null when none was read
     */
    void refuse(ChannelHandlerContext context, GatewayError error, HttpRequest refused) {
        input.discard();
        outputEnded = true;
        String path = refused == null ? null : refused.uri();
        String givenId = refused == null ? null : refused.headers().get(StandardHeaders.REQUEST_ID);
        context.writeAndFlush(LastResponse.of(errors, error, path, givenId)).addListener(left -> lingerUnread(context));
    }

    /**
     * Closing while bytes of the client are unread resets the connection, and takes the answer away from it. So only
     * this side ends, and the rest is thrown away for a while.
     */
    void lingerUnread(ChannelHandlerContext context) {
        input.discard();
        outputEnded = true;
        boolean encrypted = context.pipeline().get(SslHandler.class) != null;
        if (!encrypted && !clientEnded && context.channel() instanceof DuplexChannel plain && plain.isActive()) {
            plain.shutdownOutput();
            deadline.set(context, linger);
            context.channel().config().setAutoRead(true);
        } else {
            context.close();
        }
    }
}
