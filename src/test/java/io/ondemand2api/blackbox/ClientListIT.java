package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.clients.KeyDigest;
import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that the operator lists in a YAML file: who may come in, until when, and what it may ask for. */
class ClientListIT {

    private static final String CLIENTS = """
            - label: team-a
              key: sk-team-a
            - label: team-b
              key: sha256:%s
              models: [gpt-4o-mini]
            - label: guest
              key: sk-guest
              expires: 2020-02-29
            """.formatted(KeyDigest.of("sk-team-b"));

    @TempDir
    private Path folder;

    private Path file;
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("clients.yaml"), CLIENTS);
        gateway = GatewayUnderTest.start(Map.of("gateway.clients", file.toString(), "gateway.secretsRefresh", "50"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> ask(String key, String path, String model) {
        String input = path.endsWith("/responses")
                ? "'input':'hi'"
                : "'max_tokens':99,'messages':[{'role':'user','content':'hi'}]";
        String body = ("{'model':'" + model + "'," + input + "}").replace('\'', '"');
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private int status(String key) {
        return ask(key, "/v1/chat/completions", "gpt-4o-mini").statusCode();
    }

    private static void await(org.awaitility.core.ThrowingRunnable expectation) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(expectation);
    }

    private String readiness() {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/ready?data=true"))
                        .build())
                .body();
    }

    @Test
    void aListedKeyComesInWrittenPlainOrAsItsDigestBesideThePlainKeys() {
        assertThat(status("sk-team-a")).isEqualTo(200);
        assertThat(status("sk-team-b")).isEqualTo(200);
        assertThat(status(GatewayUnderTest.CLIENT_KEY)).isEqualTo(200);
        assertThat(status("sk-team-c")).isEqualTo(401);
        // the digest opens nothing
        assertThat(status(KeyDigest.of("sk-team-b"))).isEqualTo(401);
        assertThat(status("sha256:" + KeyDigest.of("sk-team-b"))).isEqualTo(401);
    }

    @Test
    void anExpiredKeyIsToldSo() {
        HttpResponse<String> refused = ask("sk-guest", "/v1/chat/completions", "gpt-4o-mini");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("invalid_api_key", "Your API key has expired");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, model_not_found",
        "/v1/responses, model_not_found",
        "/v1/messages, not_found_error"
    })
    void aModelThatIsNotForTheClientIsNoneInEveryDialect(String path, String code) {
        HttpResponse<String> refused = ask("sk-team-b", path, "gpt-4o");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
        assertThat(refused.body()).contains(code, "`gpt-4o` does not exist or you do not have access");
        // nor under the name that OnDemand has for the one it may use
        assertThat(ask("sk-team-b", path, "predefined-openai-gpt4o-mini").statusCode())
                .isEqualTo(404);
        assertThat(ask("sk-team-b", path, "gpt-4o-mini").statusCode()).isEqualTo(200);
        assertThat(ask("sk-team-a", path, "gpt-4o").statusCode()).isEqualTo(200);
    }

    @Test
    void theListOfModelsHoldsThoseOfTheClient() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.url("/v1/models")).header("Authorization", "Bearer sk-team-b");

        assertThat(GatewayUnderTest.send(request.build()).body())
                .contains("gpt-4o-mini")
                .doesNotContain("\"gpt-4o\"", "predefined-");
        assertThat(GatewayUnderTest.send(
                                request.uri(gateway.url("/v1/models/gpt-4o")).build())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anEditIsTakenOverWithoutARestart() throws IOException {
        assertThat(status("sk-team-c")).isEqualTo(401);

        Files.writeString(file, "- label: team-c\n  key: sk-team-c\n");

        await(() -> assertThat(status("sk-team-c")).isEqualTo(200));
        assertThat(status("sk-team-a")).isEqualTo(401);
        assertThat(status(GatewayUnderTest.CLIENT_KEY)).isEqualTo(200);
    }

    @Test
    void aWrongEditLeavesTheLastGoodListAndIsToldInTheLogAndInHealthWithoutAKey() throws IOException {
        try (LogCapture log = new LogCapture()) {
            Files.writeString(file, "- label: team-c\n  key: *sk-team-c\n");

            await(() -> assertThat(log.text())
                    .contains("The last good keys stay in use. " + file + ", line 2, column 8: this cannot be"));
            assertThat(readiness()).contains("files.unusable", "line 2, column 8", "\"UP\"");
            assertThat(status("sk-team-a")).isEqualTo(200);

            Files.writeString(file, CLIENTS);
            await(() -> assertThat(readiness()).doesNotContain("files.unusable"));
            Files.delete(file);
            await(() -> assertThat(log.text()).contains("cannot be read"));
            assertThat(status("sk-team-a")).isEqualTo(200);
            assertThat(log.text() + readiness()).doesNotContain("sk-team", KeyDigest.of("sk-team-b"));
        }
    }
}
