package io.ondemand2api.server.eventloop.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkEncoderTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void install() {
        channel.pipeline().addLast("encoder", new HttpResponseEncoder());
        ChunkEncoder.install(channel.pipeline(), "encoder");
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static HttpResponse head() {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    }

    private void begin() {
        HttpResponse head = head();
        HttpUtil.setTransferEncodingChunked(head, true);
        channel.writeOutbound(head);
        written();
    }

    private static DefaultHttpContent piece(String text) {
        return new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** What was written since this was last asked, write by write. */
    private List<String> written() {
        List<String> all = new ArrayList<>();
        for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            all.add(one.toString(StandardCharsets.US_ASCII));
            one.release();
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 15, 16, 17, 255, 256, 4095, 4096, 8191, 8192})
    void aPieceIsOneBufferWithItsSizeAndLineEnds(int size) {
        begin();
        String text = "x".repeat(size);
        channel.writeOutbound(piece(text));

        assertThat(written()).containsExactly(Integer.toHexString(size) + "\r\n" + text + "\r\n");
    }

    @Test
    void aLargePieceIsWrittenAsItIs() {
        begin();
        String text = "x".repeat(100_000);
        channel.writeOutbound(piece(text));

        assertThat(written()).containsExactly(Integer.toHexString(100_000) + "\r\n", text, "\r\n");
    }

    @Test
    void theEndFollowsItsPieces() {
        begin();
        channel.writeOutbound(piece("one"), piece("two"), LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(String.join("", written())).isEqualTo("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    }

    @Test
    void anEmptyPieceEndsNothing() {
        begin();
        channel.writeOutbound(piece(""), piece("on"));

        assertThat(String.join("", written())).isEqualTo("2\r\non\r\n");
    }

    @Test
    void anAnswerOfKnownLengthHasNoChunksEvenAfterOneThatHad() {
        begin();
        channel.writeOutbound(piece("stream"), LastHttpContent.EMPTY_LAST_CONTENT);
        written();
        HttpResponse head = head();
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, 4);
        channel.writeOutbound(head);
        written();
        channel.writeOutbound(piece("body"), LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(String.join("", written())).isEqualTo("body");
    }

    @Test
    void aWordBeforeTheAnswerDoesNotMakeItChunked() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        written();
        HttpResponse head = head();
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeOutbound(head);
        written();
        channel.writeOutbound(piece("until the end"));

        assertThat(String.join("", written())).isEqualTo("until the end");
    }

    @Test
    void piecesAreGivenBack() {
        begin();
        DefaultHttpContent piece = piece("once");
        channel.writeOutbound(piece);
        written();

        assertThat(piece.refCnt()).isZero();
    }
}
