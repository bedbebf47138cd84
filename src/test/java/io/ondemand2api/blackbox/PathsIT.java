package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same path in other words: asked by HEAD, or with slashes that mean nothing. */
class PathsIT {

    private static final String KEY = "X-API-KEY: " + GatewayUnderTest.CLIENT_KEY + "\r\n";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawClient ask(RawClient client, String method, String path, String headers) {
        return client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    /** The headers that are the same each time; an error may repeat the method, which has one letter more. */
    private static Map<String, String> lasting(RawClient.Answer answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        headers.keySet().removeAll(Set.of("x-request-id", "openai-processing-ms", "traceresponse"));
        if (answer.status() >= 400) {
            headers.computeIfPresent(
                    "content-length", (name, length) -> Integer.parseInt(length) > 100 ? "some" : length);
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200",
        "/v1/models, 200",
        "/v1/models/, 200",
        "/v1/models/gpt-4o, 200",
        "/v1/models/nobody, 404",
        "/v1/responses/resp_1, 404",
        "/v1/responses/resp_1/input_items, 404",
        "/v1/nothing, 404",
        "/v1/chat/completions, 405",
        "/openapi.json, 200",
        "/favicon.ico, 204"
    })
    void headIsAnsweredAsGetButForTheBody(String path, int status) {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer head = ask(client, "HEAD", path, KEY).answerToHead();
            // a body behind the first answer would stand where the second begins
            RawClient.Answer get = ask(client, "GET", path, KEY).answer();

            assertThat(head.status()).isEqualTo(get.status()).isEqualTo(status);
            assertThat(head.headers()).containsKeys("x-request-id", "openai-processing-ms");
            assertThat(lasting(head)).isEqualTo(lasting(get));
            assertThat(get.body().isEmpty()).isEqualTo(status == 204);
        }
    }

    @Test
    void headNeedsAKeyWhereGetDoes() {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer probe = ask(client, "HEAD", "/", "").answerToHead();
            RawClient.Answer refused = ask(client, "HEAD", "/v1/models", "").answerToHead();
            RawClient.Answer get = ask(client, "GET", "/v1/models", "").answer();

            assertThat(probe.status()).isEqualTo(200);
            assertThat(refused.status()).isEqualTo(get.status()).isEqualTo(401);
            assertThat(lasting(refused)).isEqualTo(lasting(get));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/",
                "/v1/models//",
                "/v1//models",
                "//v1/models",
                "/v1/models/gpt-4o/",
                "/v1//models/gpt-4o",
                "/v1/models/predefined-simulated/with-slash//",
                "/v1/responses/resp_1//",
                "/v1//responses/resp_1/input_items/",
                "/v1/nothing/"
            })
    void slashesThatMeanNothingChangeNoAnswer(String path) {
        HttpResponse<String> plain = gateway.get(path.replaceAll("/+", "/").replaceAll("/$", ""));

        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(plain.statusCode());
        if (plain.statusCode() == 200) {
            assertThat(answer.body()).isEqualTo(plain.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions/", "/v1/chat/completions//", "/v1//chat/completions"})
    void aConversationIsAnsweredWhereverTheBaseUrlHasItsSlash(String path) {
        HttpResponse<String> whole = post(path, Chat.whole("hi"));
        HttpResponse<String> streamed = post(path, Chat.streamed("hi"));

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(Chat.json(whole.body()).path("object").asText()).isEqualTo("chat.completion");
        assertThat(streamed.body()).contains("chat.completion.chunk").endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/messages/", "//v1//messages//", "/v1//messages/count_tokens/"})
    void anErrorIsOfItsPathsDialectWhateverSlashesThePathHas(String path) {
        for (HttpResponse<String> answer : List.of(post(path, "{}"), gateway.get(path))) {
            assertThat(answer.statusCode()).isIn(400, 405);
            assertThat(Chat.json(answer.body()).path("type").asText()).isEqualTo("error");
        }
    }

    private static HttpResponse<String> post(String path, String body) {
        return GatewayUnderTest.send(
                gateway.request(path).POST(BodyPublishers.ofString(body)).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/images/generations | OnDemand has no API for images",
                "/v1/audio/speech | OnDemand's speech services",
                "/v1/audio/transcriptions/ | OnDemand's speech services",
                "/v1/files | the gateway stores no files",
                "/v1//vector_stores/vs_1/search | the gateway stores no files",
                "/v1/batches | the gateway has no batches",
                "/v1/messages/batches | the gateway has no batches",
                "/v1/responses/compact | the gateway does not shorten conversations",
                "/v1/imagesx | Please check the URL for typos",
                "/nothing | Please check the URL for typos",
                "/v2/chat/completions | Please check the URL for typos",
                "/v1/nothing | Please check the URL for typos",
            })
    void aPathThatCannotBeHadIsRefusedWithItsReasonAndNotTriedAgain(String path, String reason) {
        HttpResponse<String> response = send("POST", path);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
        assertThat(Chat.json(response.body()).at("/error/message").asText()).contains(reason);
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    private static HttpResponse<String> send(String method, String path) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path))
                .header("X-API-KEY", GatewayUnderTest.CLIENT_KEY)
                .method(method, BodyPublishers.ofString("{}"))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "PUT", "PATCH"})
    void anUnknownPathIsNotTriedAgainWhateverTheMethod(String method) {
        for (String path : List.of("/v1/files", "/v1/nothing", "/nothing", "/v1/messages/nothing", "/v1")) {
            HttpResponse<String> response = send(method, path);

            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.headers().firstValue("x-should-retry")).contains("false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/files", "/v1/nothing", "/v1/models/nobody", "/a/b"})
    void whereNoDialectIsAtHomeAnAnthropicClientReadsItsOwnErrors(String path) {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.request(path)
                .header("anthropic-version", "2023-06-01")
                .GET()
                .build());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Chat.json(response.body()).at("/error/type").asText()).isEqualTo("not_found_error");
        assertThat(response.headers().firstValue("request-id")).isPresent();
    }
}
