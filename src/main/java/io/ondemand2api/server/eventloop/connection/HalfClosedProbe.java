package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds out whether a client that ended its side still reads. Both have sent the same end; but one that has left answers
 * what is written to it with a reset, so that the next write fails. Until the answer begins that is {@code 100 Continue},
 * which every client of HTTP/1.1 skips however often it comes; in a stream of events it is a comment.
 */
final class HalfClosedProbe {

    /** The pause doubles up to this many times the first. */
    private static final int MAX_LENGTH = 64;

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    /** What may be written at the moment. */
    enum Stage {
        NOTHING,
        INTERIM,
        COMMENT,
        OVER
    }

    private final Duration first;
    private final Supplier<Stage> stage;
    private long pause;

    /**
     * @param first the pause between the first two writes
     * @param stage what may be written when one is due
     */
    HalfClosedProbe(Duration first, Supplier<Stage> stage) {
        this.first = first;
        this.stage = stage;
        this.pause = first.toNanos();
    }

    /** Writes now and again. A write that fails closes the connection. */
    void run(ChannelHandlerContext context) {
        Stage now = stage.get();
        if (now == Stage.OVER || context.isRemoved() || !context.channel().isActive()) {
            return;
        }
        if (context.channel().isWritable()) {
            if (now == Stage.INTERIM) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            } else if (now == Stage.COMMENT) {
                context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(COMMENT)));
            }
        }
        context.executor().schedule(() -> run(context), pause, TimeUnit.NANOSECONDS);
        pause = Math.min(2 * pause, MAX_LENGTH * first.toNanos());
    }
}
