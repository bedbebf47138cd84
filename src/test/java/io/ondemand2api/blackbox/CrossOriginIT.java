package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.app.Gateway;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may use the gateway from a browser. */
class CrossOriginIT {

    private static final String PAGE = "https://chat.example.org";
    private static final String KEY = "X-API-KEY: " + GatewayUnderTest.CLIENT_KEY + "\r\n";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                Map.of("gateway.cors.allowedOrigins", PAGE + ", tauri://localhost", "gateway.cors.maxAge", "10m"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawClient.Answer answer(String method, String path, String headers) {
        return answer(gateway, method, path, headers);
    }

    private static RawClient.Answer answer(GatewayUnderTest from, String method, String path, String headers) {
        try (RawClient client = new RawClient(from.port())) {
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                    .answer();
        }
    }

    private static String preflight(String origin) {
        return "Origin: " + origin + "\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization,content-type,x-stainless-os\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/models", "/nothing"})
    void aBrowserThatAsksFirstIsToldWhatItMaySend(String path) {
        RawClient.Answer answer = answer("OPTIONS", path, preflight(PAGE));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", PAGE)
                .containsEntry("access-control-allow-methods", "GET, HEAD, POST, DELETE")
                .containsEntry("access-control-allow-headers", "authorization,content-type,x-stainless-os")
                .containsEntry("access-control-max-age", "600")
                .containsEntry("vary", "Origin, Access-Control-Request-Headers")
                .containsKey("x-request-id")
                .doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/models,200", "GET,/nothing,404", "DELETE,/v1/models,405", "POST,/v1/chat/completions,401"})
    void everyAnswerCanBeReadByThePageErrorsIncluded(String method, String path, int status) {
        RawClient.Answer answer = answer(method, path, "Origin: " + PAGE + "\r\n" + (status == 401 ? "" : KEY));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", PAGE)
                .containsEntry(
                        "access-control-expose-headers",
                        "x-request-id, request-id, retry-after, retry-after-ms, openai-processing-ms, x-should-retry, "
                                + "traceresponse")
                .containsEntry("vary", "Origin");
    }

    @Test
    void aStreamCanBeReadToo() {
        String body = Chat.streamed("go");
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nOrigin: tauri://localhost\r\n" + KEY
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);

            assertThat(client.lineThatStartsWith("access-control-allow-origin").text())
                    .endsWith(": tauri://localhost");
            assertThat(client.lineThatStartsWith("data: [DONE]")).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org",
                "https://chat.example.org.evil.org",
                "null",
                "http://chat.example.org"
            })
    void anotherPageIsToldNothing(String origin) {
        RawClient.Answer asked = answer("OPTIONS", "/v1/models", preflight(origin));
        RawClient.Answer got = answer("GET", "/v1/models", "Origin: " + origin + "\r\n" + KEY);

        assertThat(asked.status()).isEqualTo(405);
        assertThat(asked.headers()).containsEntry("vary", "Origin").doesNotContainKey("access-control-allow-origin");
        assertThat(got.status()).as("the key decides, not the origin").isEqualTo(200);
        assertThat(got.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void withoutSuchASettingNoPageMay() {
        try (GatewayUnderTest closed = GatewayUnderTest.start()) {
            RawClient.Answer asked = answer(closed, "OPTIONS", "/v1/models", preflight(PAGE));
            RawClient.Answer got = answer(closed, "GET", "/v1/models", "Origin: " + PAGE + "\r\n" + KEY);

            assertThat(asked.status()).isEqualTo(405);
            assertThat(asked.headers()).doesNotContainKeys("access-control-allow-origin", "vary");
            assertThat(got.headers()).doesNotContainKeys("access-control-allow-origin", "vary");
        }
    }

    @Test
    void allPagesMayWhereTheOperatorSaysSo() {
        try (GatewayUnderTest open = GatewayUnderTest.start(Map.of(
                "gateway.cors.allowedOrigins", "*", "gateway.cors.allowedHeaders", "authorization, content-type"))) {
            RawClient.Answer asked = answer(open, "OPTIONS", "/v1/models", preflight("http://localhost:3000"));

            assertThat(asked.headers())
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-allow-headers", "authorization, content-type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example.org", "https://chat.example.org/", "https://*.example.org", "https://a b"})
    void whatIsNoOriginStopsTheStart(String origin) {
        Main main = Gateway.create();
        main.addOverrideProperty("gateway.cors.allowedOrigins", origin);
        main.addOverrideProperty("camel.server.port", Integer.toString(FreePort.next()));
        main.addOverrideProperty("camel.management.port", Integer.toString(FreePort.next()));

        assertThatThrownBy(main::start).hasStackTraceContaining("gateway.cors.allowedOrigins must be");
    }
}
