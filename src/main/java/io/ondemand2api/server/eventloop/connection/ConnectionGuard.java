package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.ServerLimits;
import java.nio.channels.ClosedChannelException;
import java.util.Set;

/**
 * Follows the requests and answers of one connection, and ends it when it costs something and brings nothing: a header
 * or the rest of a refused body that does not come, no request for too long, an answer after which there can be no
 * other. A connection with a request that is worked on is never touched. Everything here happens on its event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    private static final Set<HttpVersion> SPOKEN = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    private final ServerLimits limits;
    private final ConnectionEnd end;
    private final StrictRequestDecoder decoder;
    private final Deadline deadline = new Deadline(this::patienceEnds);
    private ChannelHandlerContext context;

    /** Requests whose answer has not left as a whole. */
    private int openRequests;
    /** True while a part of a request's body is still to come. */
    private boolean receiving;
    /** True once bytes of a header came, until it is whole. */
    private boolean headerBegun;
    /** True once the head of the answer has left. */
    private boolean answering;
    /** True while what is written are events, each whole. */
    private boolean events;
    /** True once an answer left, or leaves, after which the connection ends. */
    private boolean closesAfterAnswer;
    /** True while a client waits for a word before it sends its body. */
    private boolean expecting;

    private boolean messageSeen;
    private HttpRequest request;

    ConnectionGuard(ServerLimits limits, ErrorResponses errors, StrictRequestDecoder decoder) {
        this.limits = limits;
        this.end = new ConnectionEnd(errors, deadline, limits.bodyTimeout(), decoder);
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        deadline.set(context, limits.keepAliveTimeout());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.cancel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messageSeen = true;
        if (end.inputDiscarded() || closesAfterAnswer && message instanceof HttpRequest) {
            end.discardInput();
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest head) {
            request = head;
            openRequests++;
            headerBegun = false;
            receiving = head.decoderResult().isSuccess();
            expecting = receiving && HttpUtil.is100ContinueExpected(head);
            deadline.lift();
        } else if (message instanceof HttpContent content
                && !content.decoderResult().isSuccess()) {
            ReferenceCountUtil.release(message);
            bodyIsBroken(context);
            return;
        }
        boolean whole = message instanceof LastHttpContent && receiving;
        if (whole) {
            receiving = false;
        }
        context.fireChannelRead(message);
        if (whole && openRequests == 0) {
            answeredAndReceived(context);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean begun = decoder.receivedBytes() && !messageSeen;
        if (begun && openRequests == 0 && !receiving && !headerBegun && !closesAfterAnswer && !end.inputDiscarded()) {
            headerBegun = true;
            deadline.set(context, limits.headerTimeout());
        }
        messageSeen = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (end.outputEnded()) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        boolean whole = message instanceof LastHttpContent;
        if (message instanceof HttpResponse head) {
            if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                expecting = false;
                context.write(message, promise);
                return;
            }
            beginAnswer(head, whole);
        }
        if (!whole) {
            context.write(message, promise);
            return;
        }
        answering = false;
        openRequests--;
        ChannelPromise written = promise.unvoid();
        context.write(message, written);
        written.addListener(left -> decoder.answered());
        if (openRequests == 0 && !request.decoderResult().isSuccess()) {
            written.addListener(left -> end.lingerUnread(context));
        } else if (receiving) {
            if (openRequests == 0) {
                deadline.set(context, limits.bodyTimeout());
            }
        } else if (closesAfterAnswer || end.clientEnded() && openRequests == 0) {
            written.addListener(ChannelFutureListener.CLOSE);
        } else if (openRequests == 0) {
            deadline.set(context, limits.keepAliveTimeout());
        }
    }

    private void beginAnswer(HttpResponse head, boolean whole) {
        answering = true;
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
        events = !whole && type != null && type.startsWith("text/event-stream");
        if (!SPOKEN.contains(head.protocolVersion())) {
            // the answer to a request of another version
            head.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        // such as a stream for a client that speaks HTTP/1.0: only its end says that it ends
        boolean endsWithConnection = !whole
                && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && !HttpUtil.isTransferEncodingChunked(head);
        if (endsWithConnection || expecting || end.clientEnded() && openRequests == 1) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (expecting) {
            // the body may still come or not
            receiving = false;
        }
        closesAfterAnswer = closesAfterAnswer
                || endsWithConnection
                || head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    private void answeredAndReceived(ChannelHandlerContext context) {
        if (closesAfterAnswer) {
            // the answer may wait for a flush
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            deadline.set(context, limits.keepAliveTimeout());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            clientEnds(context);
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            context.fireUserEventTriggered(event);
        }
    }

    /** Nothing more comes from the client; whether it still reads, only writing to it can tell. */
    private void clientEnds(ChannelHandlerContext context) {
        end.clientEnds();
        if (end.outputEnded() || openRequests == 0) {
            context.close();
        } else if (receiving && openRequests == 1 && !answering) {
            bodyIsBroken(context);
        } else {
            receiving = false;
            new HalfClosedProbe(limits.probeInterval(), this::probeStage).run(context);
        }
    }

    private HalfClosedProbe.Stage probeStage() {
        if (openRequests == 0 || end.outputEnded()) {
            return HalfClosedProbe.Stage.OVER;
        }
        if (answering) {
            return events ? HalfClosedProbe.Stage.COMMENT : HalfClosedProbe.Stage.NOTHING;
        }
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                ? HalfClosedProbe.Stage.INTERIM
                : HalfClosedProbe.Stage.NOTHING;
    }

    /** A body that cannot be read any further, such as one with a chunk of no size. */
    private void bodyIsBroken(ChannelHandlerContext context) {
        receiving = false;
        if (openRequests == 1 && !answering) {
            end.refuse(context, GatewayError.malformedRequest(), request);
        } else {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Vert.x closes by an exception once it has answered what it could not read
        boolean unreadable = request != null && !request.decoderResult().isSuccess();
        if (!end.outputEnded() && !unreadable) {
            context.fireExceptionCaught(cause);
        }
    }

    private void patienceEnds() {
        if (headerBegun && !end.outputEnded()) {
            end.refuse(context, GatewayError.requestTimeout(), null);
        } else {
            context.close();
        }
    }
}
