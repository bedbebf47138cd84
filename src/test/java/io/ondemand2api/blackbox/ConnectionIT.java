package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a connection lives: through refused requests, and not for ever. */
class ConnectionIT {

    private static final String KEY = "X-API-KEY: " + GatewayUnderTest.CLIENT_KEY + "\r\n";
    private static final String MODELS = "GET /v1/models HTTP/1.1\r\nHost: x\r\n" + KEY + "\r\n";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.maxBodyBytes", "1000000",
                "gateway.headerTimeout", "300",
                "gateway.bodyTimeout", "1s",
                "gateway.keepAliveTimeout", "700"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void plainAnswers() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/chat/completions,401",
        "GET,/v1/models,401",
        "GET,/,200",
        "POST,/nothing,404",
        "PUT,/v1/models,405"
    })
    void whatAnAnswerLeftUnreadIsNotInTheWayOfTheNextRequest(String method, String path, int status) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"
                    + "x".repeat(200_000));
            assertThat(client.answer().status()).isEqualTo(status);

            assertThat(client.send(MODELS).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aChunkedBodyThatNobodyReadsIsNotInTheWayEither() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n"
                    + "x".repeat(200_000) + "\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(401);

            assertThat(client.send(MODELS).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" + MODELS
                    + "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(404);
            assertThat(client.answer().body()).contains("\"object\":\"list\"");
            assertThat(client.answer().body()).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void anEmptyConnectionEndsAfterAWhile() {
        try (RawClient client = new RawClient(gateway.port())) {
            assertThat(client.isEndedByTheServer()).isTrue();
        }
        try (RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(MODELS).answer().status()).isEqualTo(200);

            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aHeaderThatTricklesIsGivenUp() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Slow: ");

            RawClient.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(Chat.json(answer.body()).at("/error/code").asText()).isEqualTo("request_timeout");
            assertThat(answer.headers()).containsKey("x-request-id").containsEntry("connection", "close");
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aRefusedBodyThatNeverComesIsGivenUp() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{");
            assertThat(client.answer().status()).isEqualTo(401);

            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void anAnswerThatTakesItsTimeIsNeverCut() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofMillis(2500))
                        .saying("late"));

        try (RawClient client = new RawClient(gateway.port())) {
            assertThat(client.chat(Chat.whole("wait")).answer().body()).contains("late");
        }
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(3, "word "))
                        .deltasEvery(Duration.ofMillis(1200)));
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("wait"));

            assertThat(client.lineThatStartsWith("data: [DONE]")).isNotNull();
        }
    }

    @Test
    void aStreamInHttp10EndsWithItsConnection() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(5, "word "))
                        .deltasEvery(Duration.ofMillis(50)));
        String body = Chat.streamed("go");
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.0\r\nConnection: keep-alive\r\n" + KEY + "Content-Length: "
                    + body.length() + "\r\n\r\n" + body);

            assertThat(client.lineThatStartsWith("connection: ").text()).isEqualTo("connection: close");
            client.send(MODELS);
            client.lineThatStartsWith("data: [DONE]");
            assertThat(client.line().text()).isEmpty();
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aWholeAnswerInHttp10LeavesItsConnectionOpenWhereTheClientAsksForThat() {
        try (RawClient client = new RawClient(gateway.port())) {
            String request = "GET /v1/models HTTP/1.0\r\nConnection: keep-alive\r\n" + KEY + "\r\n";

            assertThat(client.send(request).answer().status()).isEqualTo(200);
            assertThat(client.send(request).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsReadToItsEndBeforeTheConnectionEnds() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + KEY + "Content-Length: 5000000\r\n\r\n"
                    + "x".repeat(2_500_000));
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.headers()).containsEntry("connection", "close");

            client.send("x".repeat(2_500_000));

            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void whoAsksBeforeSendingABodyIsToldToGoOnOrRefused() {
        String body = Chat.whole("hello");
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                + body.length() + "\r\n";
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(head + KEY + "\r\n");
            assertThat(client.answer().status()).isEqualTo(100);

            assertThat(client.send(body).answer().body()).contains("fine");
            assertThat(client.send(MODELS).answer().status()).isEqualTo(200);
        }
        try (RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(head + "\r\n").answer().status()).isEqualTo(401);

            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aStopRightAfterAnAnswerLeavesNothingBehind() {
        GatewayUnderTest stopped = GatewayUnderTest.start();
        try (LogCapture log = new LogCapture()) {
            assertThat(stopped.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);

            stopped.close();

            assertThat(log.text().lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        }
    }

    @Test
    void anUpgradeToHttp2IsNotTaken() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n" + KEY + "\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
        }
    }
}
