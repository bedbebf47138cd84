package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request of HTTP/1.1, or could be read in two ways, is refused with an error object. */
class MalformedRequestIT {

    private static final String HOST_AND_KEY = "Host: x\r\nX-API-KEY: " + GatewayUnderTest.CLIENT_KEY + "\r\n";
    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1\r\n" + HOST_AND_KEY;
    private static final String MODELS = "GET /v1/models HTTP/1.1\r\n" + HOST_AND_KEY + "\r\n";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway =
                GatewayUnderTest.start(Map.of("gateway.maxHeaderBytes", "4096", "gateway.maxRequestLineBytes", "1024"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Sends this, then a good request that must never be answered. */
    private static RawClient.Answer refusal(String bytes) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(bytes + MODELS);
            RawClient.Answer answer = client.answer();
            assertThat(client.isEndedByTheServer()).isTrue();
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("connection", "close")
                    .containsKeys("x-request-id", "openai-processing-ms");
            return answer;
        }
    }

    private static JsonNode error(RawClient.Answer answer) {
        JsonNode body = Chat.json(answer.body());
        assertThat(body.fieldNames()).toIterable().containsExactly("error");
        assertThat(body.at("/error/type").asText()).isEqualTo("invalid_request_error");
        return body.path("error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: two\r\n\r\n",
                "Content-Length: 2, 3\r\n\r\n{}",
                "Host: y\r\nContent-Length: 2\r\n\r\n{}",
                "No colon here\r\n\r\n",
                "X-Nul: a\u0000b\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nno-size\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n\tchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity,\r\n chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\n\t2\r\n\r\n{}",
                "X-Any: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                "X-Any: a\r\n \r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2, 2\r\n\r\n{}",
                "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}",
                "Content-Length: 2 2\r\n\r\n{}",
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "Content-Length :2\r\n\r\n{}",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X-Nul\u0000: a\r\n\r\n",
                "X(Odd): a\r\n\r\n",
                "X-\u00e4: a\r\n\r\n",
                ": a\r\n\r\n",
                "X-Bare: a\rb\r\n\r\n",
                "X-Bare: a\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n100000000\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n"
            })
    void whatCouldBeReadInTwoWaysIsNotReadAtAll(String rest) {
        RawClient.Answer answer = refusal(CHAT + rest);

        assertThat(answer.status()).isEqualTo(400);
        error(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"
            })
    void aTransferEncodingThatNobodyKnowsIsRefused(String rest) {
        RawClient.Answer answer = refusal(CHAT + rest);

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.headers()).containsEntry("x-should-retry", "false");
        error(answer);
    }

    @Test
    void aChunkedBodyInHttp10IsRefused() {
        RawClient.Answer answer = refusal("POST /v1/chat/completions HTTP/1.0\r\n" + HOST_AND_KEY
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models?%zz",
                "/v1/models/gpt-4o?%zz",
                "/v1/models/gpt-4o?a=%2",
                "/v1/responses/resp_1?stream=%u0041",
                "/v1/responses/resp_1/input_items?after=%"
            })
    void aQueryThatCannotBeDecodedIsRefusedWithAnErrorObject(String target) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET " + target + " HTTP/1.1\r\n" + HOST_AND_KEY + "\r\n");
            RawClient.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(error(answer).path("message").asText()).contains("query");
        }
    }

    @Test
    void theRefusalOfAnotherProtocolIsOneOfHttp11() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/models HTP/1.1\r\n" + HOST_AND_KEY + "\r\n");

            assertThat(client.line().text()).startsWith("HTTP/1.1 505 ");
        }
    }

    @Test
    void anAddressThatIsTooLongIsRefused() {
        RawClient.Answer answer = refusal("GET /" + "x".repeat(2000) + " HTTP/1.1\r\n" + HOST_AND_KEY + "\r\n");

        assertThat(answer.status()).isEqualTo(414);
        assertThat(error(answer).path("message").asText()).contains("1024");
    }

    @Test
    void aHeaderThatIsTooLargeIsRefusedEvenUnderAClientThatStillSends() {
        RawClient.Answer answer =
                refusal("GET /v1/models HTTP/1.1\r\n" + HOST_AND_KEY + "X-Large: " + "x".repeat(500_000) + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(431);
        assertThat(error(answer).path("message").asText()).contains("4096");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer wrong\r\n",
                "Authorization: Bearer wrong\r\nAuthorization: Bearer " + GatewayUnderTest.CLIENT_KEY + "\r\n",
                "X-API-KEY: wrong\r\n",
                "api-key: wrong\r\n",
                "Api-Key: \r\n",
                "X-Api-Key: " + GatewayUnderTest.CLIENT_KEY + "\r\n"
            })
    void aSecondKeyIsRefusedWhereverItStands(String second) {
        for (String headers : List.of(HOST_AND_KEY + second, second + HOST_AND_KEY)) {
            try (RawClient client = new RawClient(gateway.port())) {
                RawClient.Answer answer = client.send("GET /v1/models HTTP/1.1\r\n" + headers + "\r\n")
                        .answer();

                assertThat(answer.status()).isEqualTo(401);
                assertThat(error(answer).path("code").asText()).isEqualTo("invalid_api_key");
            }
        }
    }

    @Test
    void keysJoinedByACommaAreNone() {
        try (RawClient client = new RawClient(gateway.port())) {
            String request = "GET /v1/models HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + GatewayUnderTest.CLIENT_KEY + ", "
                    + GatewayUnderTest.CLIENT_KEY + "\r\n\r\n";

            assertThat(client.send(request).answer().status()).isEqualTo(401);
        }
    }

    @Test
    void anotherHostInTheAddressChangesNothing() {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer answer = client.send(
                            "GET http://elsewhere.example/v1/models HTTP/1.1\r\n" + HOST_AND_KEY + "\r\n")
                    .answer();

            assertThat(answer.status()).isIn(200, 400, 404);
            assertThat(client.send(MODELS).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aFoldedHeaderIsSeenWhereverItsBytesAreParted() {
        String request = CHAT + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n";
        for (int cut = CHAT.length(); cut < request.length() - 5; cut++) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(request.substring(0, cut));
                client.pause();
                client.send(request.substring(cut));

                assertThat(client.answer().status()).isEqualTo(400);
                assertThat(client.isEndedByTheServer()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"extension", "trailer"})
    void whatComesBesideTheChunksIsBoundedAndNeverKept(String where) {
        String mebibytes = "x".repeat(3 << 20);
        String body = where.equals("extension")
                ? "2;a=" + mebibytes + "\r\n{}\r\n0\r\n\r\n"
                : "2\r\n{}\r\n0\r\nX-Trailer: " + mebibytes + "\r\n\r\n";
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(CHAT + "Transfer-Encoding: chunked\r\n\r\n" + body);

            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.2", "HTTP/2.0", "HTTP/0.9"})
    void anotherVersionOfHttpIsRefusedInOurs(String version) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/models " + version + "\r\n" + HOST_AND_KEY + "\r\n");
            assertThat(client.line().text()).startsWith("HTTP/1.1 505 ");
        }
        RawClient.Answer answer = refusal("GET /v1/models " + version + "\r\n" + HOST_AND_KEY + "\r\n");

        assertThat(answer.status()).isEqualTo(505);
        error(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n\r\n", "GET /v1/models\r\nHost: x\r\n\r\n", "\u0016\u0003\u0001 hello\r\n\r\n"})
    void whatIsNoHttpAtAllIsRefused(String bytes) {
        RawClient.Answer answer = refusal(bytes);

        assertThat(answer.status()).isEqualTo(400);
        error(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/models HTTP/1.1\r\n\r\n", "GET /v1/models HTTP/1.1\r\nHost: a b\r\n\r\n"})
    void aRequestWithoutAProperHostIsRefusedAndBearsAnId(String request) {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer answer = client.send(request).answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers()).containsKeys("x-request-id", "openai-processing-ms");
            error(answer);
        }
    }

    @Test
    void aRequestForTheServerAsSuchIsAnUnknownPathAndBearsAnId() {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer answer =
                    client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.headers()).containsKeys("x-request-id", "openai-processing-ms");
            error(answer);
            assertThat(client.send(MODELS).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void noAnswerSaysWhatItIsMadeWith() {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer answer = client.send(MODELS).answer();

            assertThat(answer.headers())
                    .doesNotContainKeys("server", "x-powered-by")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("cache-control", "no-store");
        }
    }
}
