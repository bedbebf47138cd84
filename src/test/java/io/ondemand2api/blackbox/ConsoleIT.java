package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
            for (String file : new String[] {"", "/console.js", "/console.css"}) {
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
            assertThat(get(gateway, "/console.js").body()).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(");
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
            assertThat(probe(gateway).statusCode()).as("nothing to end").isEqualTo(404);
        }
    }

    @Test
    void aBrowserShowsTheRequestsAndTakesAStrangeModelForText(@TempDir Path profile) throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/chromium"))).isTrue();
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("an answer"));
            String id = gateway.chat(Chat.whole(USER_TEXT))
                    .headers()
                    .firstValue("x-request-id")
                    .orElseThrow();
            gateway.chat(Chat.whole(USER_TEXT).replace("gpt-4o", "<img/src=x>"));

            Path page = profile.resolve("page.html");
            Process browser = new ProcessBuilder(
                            "/usr/bin/chromium",
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--user-data-dir=" + profile.resolve("profile"),
                            "--virtual-time-budget=5000",
                            "--dump-dom",
                            gateway.management("/console#requests").toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(page.toFile())
                    .start();
            try {
                assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                browser.destroyForcibly();
            }
            assertThat(Files.readString(page))
                    .contains("<td>" + id + "</td>", "<td>&lt;img/src=x&gt;</td>", "model_not_found")
                    .doesNotContain("<img", USER_TEXT);
        }
    }
}
