package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("gateway.maxBodyBytes", "100000", "gateway.bodyTimeout", "1s"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode error(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(response.headers().firstValue("openai-processing-ms").orElseThrow())
                .matches("\\d+");
        JsonNode body = Chat.json(response.body());
        assertThat(body.fieldNames()).toIterable().containsExactly("error");
        assertThat(body.path("error").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        return body.path("error");
    }

    private static HttpResponse<String> send(String method, String path, boolean key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.url(path)).method(method, BodyPublishers.ofString("{}"));
        return GatewayUnderTest.send(
                (key ? request.header("X-API-KEY", GatewayUnderTest.CLIENT_KEY) : request).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/v1",
                "/v1/nothing",
                "/v1/assistants",
                "/v1/audio/speech",
                "/v1/audio/transcriptions",
                "/v1/audio/translations",
                "/v1/batches",
                "/v1/chat",
                "/v1/completions/x",
                "/v1/containers",
                "/v1/conversations",
                "/v1/evals",
                "/v1/files",
                "/v1/fine_tuning/jobs",
                "/v1/images/edits",
                "/v1/images/generations",
                "/v1/moderations",
                "/v1/organization/costs",
                "/v1/realtime/sessions",
                "/v1/threads",
                "/v1/threads/runs",
                "/v1/uploads",
                "/v1/vector_stores",
                "/v1/videos"
            })
    void anUnknownPathSaysSoEvenWithoutAKey(String path) {
        JsonNode error = error(send("POST", path, false), 404);

        assertThat(error.path("code").asText()).isEqualTo("unknown_url");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).contains(path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/chat/completions,POST",
        "GET,/v1/completions,POST",
        "GET,/v1/embeddings,POST",
        "GET,/v1/chat/completions/,POST",
        "GET,//v1//chat/completions//,POST",
        "DELETE,/v1/models,'GET, HEAD'",
        "POST,/v1/models/,'GET, HEAD'",
        "PUT,/,'GET, HEAD'",
        "PUT,/v1/responses/resp_1/,'DELETE, GET, HEAD'",
        "GET,/v1/responses/resp_1/cancel,POST",
        "POST,/v1/models/gpt-4o,'GET, HEAD'",
        "POST,/v1/models/gpt-4o/,'GET, HEAD'"
    })
    void aWrongMethodSaysWhichIsRight(String method, String path, String right) {
        HttpResponse<String> response = send(method, path, false);

        assertThat(error(response, 405).path("code").asText()).isEqualTo("method_not_supported");
        assertThat(response.headers().firstValue("allow")).hasValue(right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "hello", "[1]", "\"x\"", "null", "{\"model\":\"gpt-4o\"} trailing", "model=gpt-4o&x=1"})
    void aBodyThatIsNoRequestIsNamedSo(String body) {
        JsonNode error = error(gateway.chat(body), 400);

        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void aFormEncodedBodyWithJsonInItIsReadAsJson() {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.request("/v1/chat/completions")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Chat.whole("a=b&c=%20d")))
                .build());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("a=b&c=%20d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[]}|",
                "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|model",
                "{\"model\":\"gpt-4o\",\"messages\":[]}|messages",
                "{\"model\":\"gpt-4o\",\"messages\":\"x\"}|messages",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]}|messages[0].role",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":3}|temperature",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0}|max_tokens",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":2}|n",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}]}|messages.[0].content.[0].type"
            })
    void aWrongFieldIsNamedByItsPath(String body, String param) {
        JsonNode error = error(gateway.chat(body), 400);

        assertThat(error.path("param").asText(null)).isEqualTo(param);
    }

    @Test
    void anUnknownModelIsNotFound() {
        JsonNode error = error(gateway.chat(Chat.whole("x").replace("gpt-4o", "no-such")), 404);

        assertThat(error.path("code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherItsLengthIsAnnouncedOrNot() {
        String big = Chat.whole("x".repeat(200_000));

        error(gateway.chat(big), 413);
        HttpResponse<String> chunked = GatewayUnderTest.send(gateway.request("/v1/chat/completions")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big.getBytes())))
                .build());
        assertThat(error(chunked, 413).path("code").asText()).isEqualTo("request_too_large");
    }

    @Test
    void aBodyThatNeverComesIsGivenUp() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + GatewayUnderTest.CLIENT_KEY
                    + "\r\nContent-Length: 50\r\n\r\n{\"model\"");

            assertThat(client.line().text()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void withoutAKeyOrWithAWrongOneNobodyComesInAndNothingIsEchoed() {
        error(send("POST", "/v1/chat/completions", false), 401);
        for (String header : new String[] {"Bearer wrong-secret", "bearer", "Basic wrong-secret", "Bearer "}) {
            HttpResponse<String> response = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url("/v1/models"))
                    .header("Authorization", header)
                    .build());

            error(response, 401);
            assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(response.body() + response.headers().map()).doesNotContain("wrong-secret");
        }
    }

    @Test
    void everyFormOfTheKeyOpens() {
        for (Map.Entry<String, String> header : Map.of(
                        "Authorization",
                        "Bearer " + GatewayUnderTest.CLIENT_KEY,
                        "authorization",
                        "bearer   " + GatewayUnderTest.CLIENT_KEY,
                        "X-API-KEY",
                        GatewayUnderTest.CLIENT_KEY,
                        "api-key",
                        GatewayUnderTest.CLIENT_KEY)
                .entrySet()) {
            assertThat(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url("/v1/models"))
                                    .header(header.getKey(), header.getValue())
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void hostileHeadersHarmNobody() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + GatewayUnderTest.CLIENT_KEY
                    + "\r\nx-request-id: a<b> c\r\napikey: stolen\r\nCamelHttpPath: /evil\r\nCookie: a=b\r\n\r\n");

            assertThat(client.line().text()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.lineThatStartsWith("x-request-id").text()).doesNotContain("a<b>");
        }
        String huge = Stream.generate(() -> "x").limit(20_000).collect(Collectors.joining());
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Huge: " + huge + "\r\n\r\n");

            assertThat(client.line().text()).startsWith("HTTP/1.1 431");
        }
        assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestIdOfTheClientsOwnIsKept() {
        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.request("/v1/models").header("X-Request-Id", "trace-42").build());

        assertThat(response.headers().firstValue("x-request-id")).hasValue("trace-42");
    }
}
