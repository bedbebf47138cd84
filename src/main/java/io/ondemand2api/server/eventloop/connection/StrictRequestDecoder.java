package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/**
 * Refuses a request with two lengths, or with a header that goes on in a second line. A proxy in front may believe the
 * other length, or see no second line, and then take the end of the body for a request of its own.
 */
final class StrictRequestDecoder extends SequentialRequestDecoder {

    /** A header is folded. */
    static final class FoldedHeaderException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        FoldedHeaderException() {
            super("a header goes on in a second line");
        }
    }

    /** True when the last byte of the header that was looked at ended a line. */
    private boolean lineEnded;

    private boolean folded;
    private boolean refused;

    /** @param maxAhead as {@link SequentialRequestDecoder} takes it */
    StrictRequestDecoder(HttpServerOptions options, int maxAhead) {
        super(options, maxAhead);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (refused) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        int from = bytes.readerIndex();
        int first = out.size();
        boolean headerRead = inBody();
        super.decode(context, bytes, out);
        if (!headerRead) {
            lookForFolds(bytes, from, bytes.readerIndex());
        }
        for (int i = first; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest request
                    && folded
                    && request.decoderResult().isSuccess()) {
                refuse(request, out, i);
                return;
            }
            if (message instanceof LastHttpContent) {
                lineEnded = false;
            }
        }
    }

    /** The decoder has taken whole lines, and none of a body with them. */
    private void lookForFolds(ByteBuf bytes, int from, int to) {
        if (from == to) {
            return;
        }
        folded |= lineEnded && isBlank(bytes.getByte(from));
        for (int at = bytes.indexOf(from, to, (byte) '\n'); at >= 0 && at + 1 < to; ) {
            folded |= isBlank(bytes.getByte(at + 1));
            at = bytes.indexOf(at + 1, to, (byte) '\n');
        }
        lineEnded = bytes.getByte(to - 1) == '\n';
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    private void refuse(HttpRequest request, List<Object> out, int at) {
        refused = true;
        request.setDecoderResult(DecoderResult.failure(new FoldedHeaderException()));
        while (out.size() > at + 1) {
            out.remove(out.size() - 1);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
