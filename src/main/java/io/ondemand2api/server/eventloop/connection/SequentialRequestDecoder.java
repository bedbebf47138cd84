package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Reads a request only when the answer to the one before has left: what a client sends ahead stays bytes, and a client
 * that does not read is owed one answer at most. Vert.x would make requests of all of it, and put each at the end of a list
 * that it walks through. Between two requests of one connection its event loop turns to the others.
 */
class SequentialRequestDecoder extends VertxHttpRequestDecoder {

    private final int maxAhead;
    private ChannelHandlerContext context;
    private boolean received;
    /** True from the end of a header to the end of its body. */
    private boolean inBody;
    /** True from the end of a header until the answer has left. */
    private boolean unanswered;
    /** True when no more is read, since too much was sent ahead. */
    private boolean stopped;

    private boolean discarding;
    /** The end of the client's side, while requests wait before it. */
    private Object clientEnd;

    /** @param maxAhead beyond so many bytes behind a request that has no answer, no more are read */
    SequentialRequestDecoder(HttpServerOptions options, int maxAhead) {
        super(options);
        this.maxAhead = maxAhead;
    }

    /** True when bytes of a request came since the last time; those of a TLS handshake are none. */
    boolean receivedBytes() {
        boolean since = received;
        received = false;
        return since;
    }

    /** True between the header of a request and the end of its body. */
    boolean inBody() {
        return inBody;
    }

    /** From now on all that comes is thrown away. */
    void discard() {
        discarding = true;
        if (context != null) {
            context.executor().execute(this::resume);
        }
    }

    boolean discarding() {
        return discarding;
    }

    /** The answer to the last request has left. */
    void answered() {
        if (context != null) {
            // only then: who sends much ahead must not keep the loop for itself
            context.executor().execute(() -> {
                unanswered = false;
                resume();
            });
        }
    }

    private boolean waits() {
        return !discarding && !inBody && unanswered;
    }

    private void resume() {
        if (waits() || context.isRemoved() || !context.channel().isActive()) {
            return;
        }
        try {
            if (actualReadableBytes() > 0) {
                received = true;
                super.channelRead(context, Unpooled.EMPTY_BUFFER);
                super.channelReadComplete(context);
            }
            if (clientEnd != null && !(waits() && actualReadableBytes() > 0)) {
                Object event = clientEnd;
                clientEnd = null;
                super.userEventTriggered(context, event);
            }
        } catch (Exception fault) {
            context.fireExceptionCaught(fault);
        }
        if (stopped && !tooMuchAhead()) {
            stopped = false;
            context.channel().config().setAutoRead(true);
        }
    }

    private boolean tooMuchAhead() {
        return waits() && actualReadableBytes() > maxAhead;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        super.handlerAdded(added);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        received = true;
        super.channelRead(context, bytes);
        if (tooMuchAhead()) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent && waits() && actualReadableBytes() > 0) {
            clientEnd = event;
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (discarding) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        if (waits()) {
            return;
        }
        int first = out.size();
        super.decode(context, bytes, out);
        for (int i = first; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest) {
                inBody = true;
                unanswered = true;
            }
            if (out.get(i) instanceof LastHttpContent) {
                inBody = false;
            }
        }
    }
}
