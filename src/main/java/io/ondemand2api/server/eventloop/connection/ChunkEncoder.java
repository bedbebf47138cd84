package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Writes a piece of a chunked answer as one buffer, its size and line ends included. The encoder would make three of it,
 * each with a promise of its own and a place in a gathering write, which is a good part of what a token costs.
 */
final class ChunkEncoder extends ChannelOutboundHandlerAdapter {

    /** Copying a larger piece costs more than writing three. */
    private static final int MAX_BYTES = 8192;

    private static final int LINE_ENDS = 4;
    private static final int HEX_DIGITS = 4;
    private static final int CRLF = '\r' << 8 | '\n';

    private ChannelHandlerContext encoder;
    private boolean chunked;

    private ChunkEncoder() {}

    /** Takes its place behind the encoder of this name. */
    static void install(ChannelPipeline pipeline, String encoder) {
        ChunkEncoder chunks = new ChunkEncoder();
        chunks.encoder = pipeline.context(encoder);
        pipeline.addAfter(encoder, "wholeChunks", chunks);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse head) {
            chunked = HttpUtil.isTransferEncodingChunked(head);
        } else if (chunked && message instanceof HttpContent piece && !(message instanceof LastHttpContent)) {
            int size = piece.content().readableBytes();
            if (size > 0 && size <= MAX_BYTES) {
                encoder.write(chunk(context, piece, size), promise);
                return;
            }
        }
        context.write(message, promise);
    }

    private static ByteBuf chunk(ChannelHandlerContext context, HttpContent piece, int size) {
        ByteBuf chunk = context.alloc().directBuffer(HEX_DIGITS + LINE_ENDS + size);
        for (int shift = 4 * (HEX_DIGITS - 1); shift >= 0; shift -= 4) {
            if (size >> shift != 0) {
                chunk.writeByte(Character.forDigit(size >> shift & 0xF, 16));
            }
        }
        chunk.writeShort(CRLF).writeBytes(piece.content()).writeShort(CRLF);
        piece.release();
        return chunk;
    }
}
