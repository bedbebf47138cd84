package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees and may do in the console. */
class ConsoleIT {

    private static final String USER_TEXT = "what the user said";

    private static HttpResponse<String> get(GatewayUnderTest gateway, String path) {
        return GatewayUnderTest.send(
                HttpRequest.newBuilder(gateway.management("/console" + path)).build());
    }

    private static JsonNode state(GatewayUnderTest gateway) {
        return Chat.json(get(gateway, "/state").body());
    }

    private static HttpResponse<String> act(GatewayUnderTest gateway, String deed) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/console/keys/" + deed))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static HttpResponse<String> probe(GatewayUnderTest gateway, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.management("/console/keys/key-1/probe"))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return GatewayUnderTest.send(request.build());
    }

    @Test
    void thePageAndItsFilesComeFromTheJarUnderAStrictPolicy() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            for (String file : new String[] {"", "/console.js", "/dom.js", "/console.css"}) {
                HttpResponse<String> answer = get(gateway, file);

                assertThat(answer.statusCode()).as(file).isEqualTo(200);
                assertThat(answer.headers()
                                .firstValue("content-security-policy")
                                .orElseThrow())
                        .startsWith("default-src 'none'; script-src 'self';")
                        .doesNotContain("unsafe");
            }
            assertThat(get(gateway, "").body())
                    .doesNotContain("<script>", "<style", " style=", " onclick=", "http://", "https://");
            assertThat(get(gateway, "/dom.js").body()).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(");
            assertThat(get(gateway, "/../application.properties").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aRequestIsShownWithItsFiguresAndWithoutAWordOfIt() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.console.requests", "2"))) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("an answer"));
            gateway.chat(Chat.whole(USER_TEXT).replace("gpt-4o", "<img src=x>"));
            String id = gateway.chat(Chat.streamed(USER_TEXT))
                    .headers()
                    .firstValue("x-request-id")
                    .orElseThrow();
            gateway.chat(Chat.whole(USER_TEXT));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Chat.json(get(gateway, "/state").body())
                                    .path("requests")
                                    .asInt()
                            == 3);

            JsonNode last = Chat.json(get(gateway, "/requests").body());
            assertThat(last).hasSize(2);
            assertThat(last.get(1).path("id").asText()).isEqualTo(id);
            assertThat(last.get(1).path("status").asInt()).isEqualTo(200);
            assertThat(last.get(1).path("first").asLong())
                    .isBetween(0L, last.get(1).path("total").asLong());
            assertThat(Chat.json(get(gateway, "/state").body()).path("failed").asInt())
                    .isEqualTo(1);
            assertThat(get(gateway, "/requests").body()).doesNotContain(USER_TEXT, "an answer", "upstream-secret");
            assertThat(get(gateway, "/models").body()).contains("gpt-4o");
        }
    }

    @Test
    void aMendedKeyIsTriedAtOnceWhenItsRestIsEnded() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().refusing(402, "no_credit", "no credit"));
            assertThat(gateway.chat(Chat.whole(USER_TEXT)).statusCode()).isEqualTo(503);
            JsonNode key = Chat.json(get(gateway, "/state").body()).at("/keys/0");
            assertThat(key.path("state").asText()).isEqualTo("dead");
            assertThat(key.path("seconds").asInt()).isBetween(590, 600);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            assertThat(gateway.chat(Chat.whole(USER_TEXT)).statusCode()).isEqualTo(503);

            assertThat(probe(gateway, "Origin", "https://evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(probe(gateway).statusCode()).isEqualTo(200);

            assertThat(gateway.chat(Chat.whole(USER_TEXT)).statusCode()).isEqualTo(200);
            assertThat(Chat.json(get(gateway, "/state").body())
                            .at("/keys/0/state")
                            .asText())
                    .isEqualTo("up");
            assertThat(probe(gateway).statusCode()).as("nothing to end").isEqualTo(409);
        }
    }

    @Test
    void aKeyIsSetAsideAndBroughtBackWithALineForEach() {
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(Map.of("ondemand.apiKeys", "upstream-secret-1,upstream-secret-2"));
                LogCapture log = new LogCapture()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("an answer"));

            int before = state(gateway).at("/keys/0/served").asInt();
            assertThat(act(gateway, "key-1/set-aside").statusCode()).isEqualTo(200);
            for (int i = 0; i < 4; i++) {
                assertThat(gateway.chat(Chat.whole(USER_TEXT + i)).statusCode()).isEqualTo(200);
            }
            assertThat(state(gateway).at("/keys/0/state").asText()).isEqualTo("aside");
            assertThat(state(gateway).at("/keys/0/served").asInt()).isEqualTo(before);
            assertThat(act(gateway, "key-1/set-aside").statusCode()).isEqualTo(409);
            assertThat(act(gateway, "key-1/delete").statusCode()).isEqualTo(404);
            assertThat(act(gateway, "key-2/set-aside").statusCode()).isEqualTo(200);
            assertThat(gateway.chat(Chat.whole(USER_TEXT)).statusCode()).isEqualTo(503);
            assertThat(act(gateway, "key-1/bring-back").statusCode()).isEqualTo(200);
            assertThat(gateway.chat(Chat.whole(USER_TEXT)).statusCode()).isEqualTo(200);

            assertThat(state(gateway).at("/keys/0/served").asInt()).isEqualTo(before + 1);
            assertThat(log.text())
                    .contains(
                            "key-1 is set aside: no request takes it, by 127.0.0.1",
                            "key-1 is brought back, by 127.0.0.1");
        }
    }

    @Test
    void aBrowserShowsTheRequestsAndTakesAStrangeModelForText(@TempDir Path profile) throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                Browser browser = Browser.start(profile)) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("an answer"));
            String id = gateway.chat(Chat.whole(USER_TEXT))
                    .headers()
                    .firstValue("x-request-id")
                    .orElseThrow();
            gateway.chat(Chat.whole(USER_TEXT).replace("gpt-4o", "<img/src=x>"));

            browser.open(gateway.management("/console#requests"));
            browser.until("document.querySelectorAll('#requests tbody tr').length === 2");

            assertThat(browser.text("#requests")).contains(id, "<img/src=x>", "model_not_found");
            assertThat(browser.evaluate("document.querySelectorAll('img').length")
                            .asInt())
                    .isZero();
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void aPersonSeesAKeyFailAndBringsItBackByTheKeyboard(@TempDir Path profile) throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                Browser browser = Browser.start(profile)) {
            browser.open(gateway.management("/console#keys"));
            browser.until("document.querySelector('#keys td.up')");
            gateway.simulator().onQuery(query -> Behaviour.atOnce().refusing(402, "no_credit", "no credit"));
            gateway.chat(Chat.whole(USER_TEXT));
            browser.until("document.querySelector('#keys td.dead')");
            assertThat(browser.text("#keys tbody")).contains("refused", "Probe now");

            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            browser.evaluate("document.querySelector('#keys button').focus()");
            browser.press("Enter");
            browser.until("document.querySelector('#notice').textContent.includes('key-1')");
            gateway.chat(Chat.whole(USER_TEXT));
            browser.until("document.querySelector('#keys td.up')");

            browser.click("#language");
            assertThat(browser.text("#keys h2")).isEqualTo("密钥");
            assertThat(browser.text("#keys tbody")).contains("停用");
            assertThat(browser.evaluate("document.documentElement.lang").asText())
                    .isEqualTo("zh-CN");
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void theRoutesAreShownWithTheirStepsAndCounts(@TempDir Path profile) throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                Browser browser = Browser.start(profile)) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            gateway.chat(Chat.whole(USER_TEXT));
            gateway.chat(Chat.whole(USER_TEXT).replace("gpt-4o", "none"));
            JsonNode chat = null;
            for (JsonNode route : Chat.json(get(gateway, "/routes").body()).path("routes")) {
                chat = route.path("id").asText().equals("chat-completions") ? route : chat;
            }
            assertThat(chat.path("total").asInt()).isEqualTo(2);
            assertThat(chat.path("state").asText()).isEqualTo("started");
            assertThat(chat.at("/steps/0/id").asText()).isEqualTo("accept-chat-completion");
            assertThat(get(gateway, "/routes").body())
                    .contains("\"when\"", "\"doCatch\"", "circuitBreaker")
                    .doesNotContain("upstream-secret", GatewayUnderTest.CLIENT_KEY);

            browser.open(gateway.management("/console#routes/chat-completions"));
            browser.until("document.querySelector('#flow text')");
            assertThat(browser.text("#flow")).contains("authenticate-chat-completion", "→ answer");
            browser.evaluate(
                    "document.querySelector('#flow a').dispatchEvent(new MouseEvent('click', {bubbles: true}))");
            browser.until("document.querySelector('#flow-name').textContent === 'answer'");
            assertThat(browser.text("#flow")).contains("loop");
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void modelsAreShownWithWhatServesThem(@TempDir Path folder) throws Exception {
        Path profiles = Files.writeString(folder.resolve("profiles.yaml"), """
                - name: short
                  endpoint: predefined-openai-gpt4o
                  temperature: 0.2
                  instructions: the operators own secret words
                  fallbackModels: [gpt-4o]
                """);
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("models.profiles", profiles.toString()))) {
            String models = get(gateway, "/models").body();
            JsonNode own = Chat.json(models).get(0);

            assertThat(own.path("name").asText()).isEqualTo("short");
            assertThat(own.path("kind").asText()).isEqualTo("profile");
            assertThat(own.path("changed")).hasToString("[\"instructions\",\"temperature\"]");
            assertThat(own.path("fallbackModels")).hasToString("[\"gpt-4o\"]");
            assertThat(models).contains("\"alias\"", "\"endpoint\"").doesNotContain("secret words");
        }
    }
}
