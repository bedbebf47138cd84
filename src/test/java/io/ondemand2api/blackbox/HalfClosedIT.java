package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that ends its side of the connection after its request still reads, and has its answer. */
class HalfClosedIT {

    private static final String KEY = "X-API-KEY: " + GatewayUnderTest.CLIENT_KEY + "\r\n";
    private static final String MODELS = "GET /v1/models HTTP/1.1\r\nHost: x\r\n" + KEY + "\r\n";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void slowAnswers() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofMillis(1000))
                        .saying(List.of("late ", "but ", "whole"))
                        .deltasEvery(Duration.ofMillis(200)));
    }

    private static RawClient halfClosed(String request) {
        RawClient client = new RawClient(gateway.port()).send(request);
        try {
            client.socket().shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return client;
    }

    private static String chat(String version, String body) {
        return "POST /v1/chat/completions " + version + "\r\nHost: x\r\n" + KEY + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** The answer behind the interim ones, of which there are so many at most. */
    private static RawClient.Answer finalAnswer(RawClient client, int mostInterim) {
        RawClient.Answer answer = client.answer();
        for (int interim = 0; answer.status() == 100; interim++) {
            assertThat(interim).isLessThan(mostInterim);
            answer = client.answer();
        }
        return answer;
    }

    @Test
    void aWholeAnswerArrives() {
        try (RawClient client = halfClosed(chat("HTTP/1.1", Chat.whole("hello")))) {
            RawClient.Answer answer = finalAnswer(client, 6);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(answer.body()).contains("late but whole");
            assertThat(client.isEndedByTheServer()).isTrue();
        }
        assertThat(gateway.simulator().abortedStreams()).isZero();
    }

    @Test
    void aStreamArrivesToItsEnd() {
        try (RawClient client = halfClosed(chat("HTTP/1.1", Chat.streamed("hello")))) {
            assertThat(client.data().stream().map(RawClient.Line::text))
                    .anyMatch(line -> line.contains("late "))
                    .anyMatch(line -> line.contains("whole"))
                    .endsWith("data: [DONE]");
        }
        assertThat(gateway.simulator().abortedStreams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientOfHttp10HasItsAnswerAndNoInterimOne(boolean streamed) {
        String body = streamed ? Chat.streamed("hello") : Chat.whole("hello");
        try (RawClient client = halfClosed(chat("HTTP/1.0", body))) {
            assertThat(client.line().text()).isEqualTo("HTTP/1.0 200 OK");
            String found = null;
            for (RawClient.Line line = client.line(); line != null; line = client.line()) {
                found = line.text().contains("whole") ? line.text() : found;
            }
            assertThat(found).isNotNull();
        }
    }

    @Test
    void requestsThatWereSentAheadAreAllAnswered() {
        try (RawClient client = halfClosed(MODELS + chat("HTTP/1.1", Chat.whole("hello")) + MODELS
                + "GET /nothing HTTP/1.1\r\n" + "Host: x\r\n\r\n")) {
            assertThat(finalAnswer(client, 6).body()).contains("\"object\":\"list\"");
            assertThat(finalAnswer(client, 6).body()).contains("late but whole");
            assertThat(finalAnswer(client, 6).body()).contains("\"object\":\"list\"");
            RawClient.Answer last = finalAnswer(client, 6);
            assertThat(last.status()).isEqualTo(404);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void anErrorArrivesToo() {
        String body = "{\"model\":\"gpt-4o\"}";
        try (RawClient client = halfClosed(chat("HTTP/1.1", body))) {
            assertThat(finalAnswer(client, 3).status()).isEqualTo(400);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
        try (RawClient client = halfClosed(chat("HTTP/1.1", body).replace(KEY, ""))) {
            assertThat(finalAnswer(client, 3).status()).isEqualTo(401);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aBodyThatEndsTooSoonIsRefusedAtOnce() {
        String whole = chat("HTTP/1.1", Chat.whole("hello"));
        try (RawClient client = halfClosed(whole.substring(0, whole.length() - 5))) {
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aHeaderThatEndsTooSoonIsRefusedAtOnce() {
        try (RawClient client = halfClosed("GET /v1/models HTTP/1.1\r\nHost: x\r\n")) {
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @Test
    void aConnectionWithoutARequestEnds() {
        try (RawClient client = halfClosed("")) {
            assertThat(client.isEndedByTheServer()).isTrue();
        }
        try (RawClient client = halfClosed(MODELS)) {
            assertThat(finalAnswer(client, 3).status()).isEqualTo(200);
            assertThat(client.isEndedByTheServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThatLeavesLaterIsNoticedSoon(boolean streamed) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofSeconds(streamed ? 0 : 20))
                        .saying(Collections.nCopies(2, "word "))
                        .deltasEvery(Duration.ofSeconds(20)));
        RawClient client = halfClosed(chat("HTTP/1.1", streamed ? Chat.streamed("hello") : Chat.whole("hello")));
        Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);

        client.close();

        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> gateway.simulator().abortedStreams() == 1);
    }
}
