package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLogIT {

    private static final String LINE = "INFO io.ondemand2api.requests ";
    private static final String USER_TEXT = "the-secret-of-the-user";

    private GatewayUnderTest gateway;
    private LogCapture log;

    @BeforeEach
    void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "upstream-a,upstream-b",
                "keys.throttledAtLeast", "100",
                "ondemand.turnWaitTimeout", "5000"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(Collections.nCopies(100, "word ")));
        log = new LogCapture();
    }

    @AfterEach
    void stop() {
        gateway.close();
        String text = log.text();
        log.close();
        assertThat(text).doesNotContain("upstream-a", "upstream-b", GatewayUnderTest.CLIENT_KEY, USER_TEXT);
    }

    private List<String> lines(String start) {
        return log.text().lines().filter(line -> line.startsWith(start)).toList();
    }

    /** The line of the one request that was made. */
    private String line() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !lines(LINE).isEmpty());
        assertThat(lines(LINE)).hasSize(1);
        return lines(LINE).get(0);
    }

    @Test
    void anAnswerIsOneLineHoweverManyWordsItHas() {
        var answer = gateway.chat(Chat.streamed(USER_TEXT));

        assertThat(line())
                .contains(answer.headers().firstValue("x-request-id").orElseThrow())
                .containsPattern("client-1 chat-completions model=gpt-4o endpoint=predefined-openai-gpt4o key=key-[12] "
                        + "session=fresh status=200 finish=stop error=- tokens=\\d+/\\d+ first=\\d+ms total=\\d+ms "
                        + "attempts=1$");
        assertThat(lines("INFO ")).hasSize(1);
        assertThat(log.text().lines().count()).as("debug lines included").isLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLineComesWithTheAnswerAndNotWithTheEndOfItsStream(boolean stream) {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine").doneAfter(Duration.ofSeconds(4)));
        gateway.chat(stream ? Chat.streamed(USER_TEXT) : Chat.whole(USER_TEXT));

        assertThat(line()).contains(" status=200 finish=stop error=- ");
        assertThat(gateway.simulator().openStreams()).isOne();
        assertThat(Scrape.of(gateway).value("ondemand2api_upstream_streams")).isOne();
        assertThat(Scrape.of(gateway).value("ondemand2api_requests_in_flight")).isZero();
        assertThat(chats()).isOne();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Scrape.of(gateway).value("ondemand2api_upstream_streams") == 0);
        assertThat(lines(LINE)).hasSize(1);
        assertThat(chats()).isOne();
    }

    private double chats() {
        return Scrape.of(gateway)
                .value("http_server_request_duration_seconds_count", "http_route", "/v1/chat/completions");
    }

    @Test
    void aStreamThatIsCutOffBehindItsAnswerDoesNotChangeTheLine() {
        try (GatewayUnderTest hasty = GatewayUnderTest.start(Map.of("ondemand.tailTimeout", "300"))) {
            hasty.simulator().onQuery(query -> Behaviour.atOnce().saying("fine").doneAfter(Duration.ofSeconds(20)));
            hasty.chat(Chat.streamed(USER_TEXT));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Scrape.of(hasty).value("ondemand2api_upstream_streams") == 0);

            assertThat(lines(LINE).stream().filter(line -> line.contains(" chat-completions ")))
                    .singleElement()
                    .asString()
                    .contains(" status=200 finish=stop error=- ");
        }
    }

    @Test
    void severalPromptsAreOneLine() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine").doneAfter(Duration.ofSeconds(2)));
        GatewayUnderTest.send(gateway.request("/v1/completions")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"gpt-4o\",\"prompt\":[\"" + USER_TEXT + "\",\"two\",\"three\"]}"))
                .build());

        assertThat(line()).contains(" completions model=gpt-4o ", " status=200 finish=stop ");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> gateway.simulator().openStreams() == 0);
        assertThat(line()).isNotEmpty();
    }

    @Test
    void tokensThatTheGatewayCountedAreMarked() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().withoutMetrics().saying("no ", "figures"));
        gateway.chat(Chat.whole(USER_TEXT));

        assertThat(line()).containsPattern(" tokens=~\\d+/~\\d+ ");
    }

    @Test
    void aConversationThatGoesOnShowsItsReusedSession() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        gateway.chat(Chat.whole(USER_TEXT));
        gateway.chat("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + USER_TEXT
                + "\"},{\"role\":\"assistant\",\"content\":\"fine\"},{\"role\":\"user\",\"content\":\"more\"}]}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> lines(LINE).size() == 2);
        assertThat(lines(LINE).get(1)).contains(" session=reused status=200");
    }

    @Test
    void requestsThatAreRefusedHaveTheirLineToo() {
        gateway.chatAs("some-wrong-key", Chat.whole(USER_TEXT));
        assertThat(line())
                .contains(" - chat-completions model=- ", " status=401 ", " error=invalid_api_key ")
                .containsPattern(" total=\\d+ms attempts=0$");
        assertThat(log.text()).doesNotContain("some-wrong-key");
    }

    @Test
    void aMadeUpModelCannotWriteALineOfItsOwn() {
        gateway.chat("{\"model\":\"x\\nINFO forged " + "y".repeat(150)
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + USER_TEXT + "\"}]}");

        assertThat(line()).contains(" model=x?INFO?forged?yyy", " status=404 ", " error=model_not_found ");
        assertThat(lines("INFO forged")).isEmpty();
        assertThat(line()).doesNotContain("y".repeat(100));
    }

    @Test
    void aWrongFieldHasItsLine() {
        gateway.chat(
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + USER_TEXT + "\"}],\"n\":7}");

        assertThat(line()).contains(" client-1 ", " status=400 ", " error=invalid_request ");
    }

    @Test
    void pathsAndMethodsThatThereAreNotHaveTheirLine() {
        gateway.get("/v2/" + "k".repeat(40) + "?key=hidden");
        assertThat(line()).contains(" - GET /v2/... status=404 error=unknown_url");
        gateway.get("/v1/chat/completions");
        assertThat(lines(LINE).get(1)).contains("GET /v1/chat/completions status=405 error=method_not_supported");
        assertThat(log.text()).doesNotContain("hidden");
    }

    @Test
    void aProbeOfTheHealthPageHasNone() {
        GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url("/")).build());
        gateway.get("/v1/models");

        assertThat(line()).contains("status=200").doesNotContain(" health ");
    }

    @Test
    void aClientThatLeavesHasItsTotal() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(1000, "word "))
                        .deltasEvery(Duration.ofMillis(50)));
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed(USER_TEXT)).lineThatStartsWith("data: ");
        }

        assertThat(line())
                .containsPattern(
                        " session=fresh status=499 finish=- error=client_closed tokens=- first=\\d+ms total=\\d+ms attempts=1$");
    }

    @Test
    void aStreamThatBreaksSaysSoThoughItsStatusHadLeft() {
        gateway.simulator()
                .onQuery(query ->
                        Behaviour.atOnce().saying("one ", "two ", "three").cutAfter(2));
        gateway.chat(Chat.streamed(USER_TEXT));

        assertThat(line()).contains(" status=200 finish=- error=truncated_answer ");
    }

    @Test
    void aKeyThatRestsAndComesBackIsToldOnceEach() {
        gateway.simulator()
                .onQuery(query -> query.ordinal() == 1
                        ? Behaviour.atOnce().throttling(1)
                        : Behaviour.atOnce().saying("fine"));
        for (int i = 0; i < 3; i++) {
            gateway.chat(Chat.whole(USER_TEXT));
        }
        String pool = "INFO io.ondemand2api.keys.KeyPool ";
        assertThat(lines(pool)).hasSize(1);
        assertThat(lines(pool).get(0)).containsPattern("key-[12] is cooling for 1s: throttled");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            gateway.chat(Chat.whole(USER_TEXT));
            return lines(pool).size() == 2;
        });
        assertThat(lines(pool).get(1)).containsPattern("key-[12] is back after \\d+s");
    }

    @Test
    void aRefusedKeyIsToldAsDead() {
        gateway.simulator()
                .onQuery(query -> query.ordinal() == 1
                        ? Behaviour.atOnce().refusing(402, "no_credit", "no credit")
                        : Behaviour.atOnce().saying("fine"));
        gateway.chat(Chat.whole(USER_TEXT));

        assertThat(lines("INFO io.ondemand2api.keys.KeyPool "))
                .singleElement()
                .asString()
                .containsPattern("key-[12] is dead for 600s: refused");
        assertThat(line()).contains(" status=200 ", " attempts=2");
    }

    @Test
    void aSessionThatOnDemandHasForgottenIsTold() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        gateway.chat(Chat.whole(USER_TEXT));
        gateway.simulator().forgetSessions();
        gateway.chat("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + USER_TEXT
                + "\"},{\"role\":\"assistant\",\"content\":\"fine\"},{\"role\":\"user\",\"content\":\"more\"}]}");

        assertThat(lines("INFO io.ondemand2api.completion.FailoverSteps "))
                .singleElement()
                .asString()
                .contains("goes on in a new session");
    }
}
