package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedBodyIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                Map.of("gateway.maxBodyBytes", "100000", "gateway.maxBodyBytesInFlight", "700000"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static byte[] packed(String coding, String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                coding.equals("deflate") ? new DeflaterOutputStream(bytes) : new GZIPOutputStream(bytes)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static HttpResponse<String> chat(String coding, byte[] body) {
        return GatewayUnderTest.send(gateway.request("/v1/chat/completions")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate"})
    void aCompressedBodyIsRead(String coding) throws IOException {
        HttpResponse<String> response = chat(coding, packed(coding, Chat.whole("hello ".repeat(1000))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("fine");
    }

    @Test
    void identityIsNoCompression() {
        assertThat(chat("identity", Chat.whole("hello").getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "aes128gcm"})
    void anyOtherCompressionIsNamedAndRefused(String coding) throws IOException {
        HttpResponse<String> response = chat(coding, packed("gzip", Chat.whole("hello")));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(Chat.json(response.body()).at("/error/code").asText()).isEqualTo("unsupported_content_encoding");
        assertThat(Chat.json(response.body()).at("/error/message").asText()).contains("'" + coding + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBodyThatUnpacksToMoreThanTheLimitIsRefused(String coding) throws IOException {
        byte[] bomb = packed(coding, Chat.whole("x".repeat(50_000_000)));
        assertThat(bomb.length).isLessThan(100_000);

        HttpResponse<String> response = chat(coding, bomb);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(chat(coding, packed(coding, Chat.whole("next"))).statusCode())
                .as("its bytes are given back")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBodyThatIsNotWhatItSaysIsRefused(String coding) throws IOException {
        assertThat(chat(coding, "{\"model\":".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
        byte[] cut = packed(coding, Chat.whole("hello"));
        assertThat(chat(coding, java.util.Arrays.copyOf(cut, cut.length / 2)).statusCode())
                .isEqualTo(400);
        assertThat(chat(coding, new byte[0]).statusCode()).isEqualTo(400);
    }
}
