package io.ondemand2api.server.eventloop.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Refuses a request with two lengths, or with a header that goes on in a second line. A proxy in front may believe the
 * other length, or see no second line, and then take the end of the body for a request of its own.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    /** A header is folded. */
    static final class FoldedHeaderException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        FoldedHeaderException() {
            super("a header goes on in a second line");
        }
    }

    private boolean received;
    /** True from the end of a header to the end of its body. */
    private boolean inBody;
    /** True when the last byte of the header that was looked at ended a line. */
    private boolean lineEnded;

    private boolean folded;
    private boolean refused;

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
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (refused) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        int from = bytes.readerIndex();
        int first = out.size();
        super.decode(context, bytes, out);
        if (!inBody) {
            lookForFolds(bytes, from, bytes.readerIndex());
        }
        for (int i = first; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest request) {
                inBody = true;
                if (folded && request.decoderResult().isSuccess()) {
                    refuse(request, out, i);
                    return;
                }
            }
            if (message instanceof LastHttpContent) {
                inBody = false;
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
