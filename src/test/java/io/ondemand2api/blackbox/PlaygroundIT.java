package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's playground: a chat by way of the management port, as a person has it in a browser. */
class PlaygroundIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> ask(String key, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.management("/console/playground"))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return GatewayUnderTest.send(request.build());
    }

    private static void answering(Behaviour behaviour) {
        gateway.simulator().onQuery(query -> behaviour);
    }

    @Test
    void aChatIsAnsweredAsOnTheApiPort() {
        answering(Behaviour.atOnce().saying("an ", "answer"));

        assertThat(Chat.content(
                        ask(GatewayUnderTest.CLIENT_KEY, Chat.streamed("hello")).body()))
                .isEqualTo("an answer");
        HttpResponse<String> whole = ask(GatewayUnderTest.CLIENT_KEY, Chat.whole("hello"));
        assertThat(Chat.json(whole.body()).at("/choices/0/message/content").asText())
                .isEqualTo("an answer");
        assertThat(whole.headers().firstValue("x-request-id")).isPresent();
        assertThat(whole.headers().firstValue("content-security-policy")).isPresent();
    }

    @Test
    void aWrongKeyABadRequestAndAPageOfAnotherOriginAreRefused() {
        assertThat(ask("wrong", Chat.whole("hello")).statusCode()).isEqualTo(401);
        assertThat(ask(GatewayUnderTest.CLIENT_KEY, "{").statusCode()).isEqualTo(400);
        assertThat(ask(GatewayUnderTest.CLIENT_KEY, Chat.whole("hello"), "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/console/playground"))
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    private static void write(Browser browser, String id, String words) {
        browser.evaluate("(at => { at.value = " + Chat.quoted(words)
                + "; at.dispatchEvent(new Event('input', { bubbles: true })); })(document.getElementById('" + id
                + "'))");
    }

    private static Browser opened(Path profile) throws Exception {
        Browser browser = Browser.start(profile);
        browser.open(gateway.management("/console#playground"));
        browser.until("document.getElementById('play-model').value");
        write(browser, "play-model", "gpt-4o");
        write(browser, "play-key", GatewayUnderTest.CLIENT_KEY);
        return browser;
    }

    @Test
    void aPersonReadsAnAnswerGoesOnAndSeesTheRequestAsCodeWithoutTheKey(@TempDir Path profile) throws Exception {
        answering(Behaviour.atOnce().saying("<think>let me see</think>", "it is ", "<b>blue</b>"));
        try (Browser browser = opened(profile)) {
            write(browser, "play-text", "what colour");
            assertThat(browser.text("#play-sample"))
                    .contains("curl http://127.0.0.1:" + gateway.port() + "/v1/chat/completions", "what colour")
                    .doesNotContain(GatewayUnderTest.CLIENT_KEY);
            browser.click("#play-send");
            browser.until("document.getElementById('play-notice').textContent.includes('stop')");

            assertThat(browser.text("#talk .assistant .words")).isEqualTo("it is <b>blue</b>");
            assertThat(browser.evaluate("document.querySelector('#talk .thought pre').textContent")
                            .asText())
                    .isEqualTo("let me see");
            write(browser, "play-text", "and now");
            assertThat(browser.text("#play-sample")).contains("it is <b>blue</b>", "and now");
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void aPersonStopsAStreamAndTheCallUpstreamEnds(@TempDir Path profile) throws Exception {
        answering(Behaviour.atOnce().saying("one ", "two ", "three ").deltasEvery(Duration.ofSeconds(5)));
        try (Browser browser = opened(profile)) {
            write(browser, "play-text", "count");
            browser.click("#play-send");
            browser.until("document.querySelector('#talk .assistant .words')?.textContent.includes('one')");
            browser.click("#play-stop");

            browser.until("document.getElementById('play-notice').textContent === 'Stopped.'");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> gateway.main()
                                    .getCamelContext()
                                    .getInflightRepository()
                                    .size()
                            == 0);
            assertThat(browser.text("#talk .assistant .words")).isEqualTo("one ");
        }
    }

    @Test
    void aPersonReadsWhyThereIsNoAnswer(@TempDir Path profile) throws Exception {
        try (Browser browser = opened(profile)) {
            write(browser, "play-model", "none");
            write(browser, "play-text", "hello");
            browser.click("#play-send");
            browser.until("document.getElementById('play-notice').textContent.includes('404')");

            assertThat(browser.text("#play-notice")).contains("`none`");
            write(browser, "play-schema", "{");
            browser.click("#play-send");
            browser.until("document.getElementById('play-notice').textContent.startsWith('JSON Schema')");
        }
    }
}
