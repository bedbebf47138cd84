package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts {@code target/ondemand2api.jar} as a process of its own, as the README says. */
class PackagedJarIT {

    @TempDir
    private Path elsewhere;

    private GatewayProcess process;

    @AfterEach
    void end() {
        process.close();
    }

    private void start(Path directory, Map<String, String> environment) {
        process = GatewayProcess.start(directory, environment);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) {
        HttpResponse<String> response =
                GatewayUnderTest.send(request.uri(URI.create("http://127.0.0.1:" + process.port() + path))
                        .build());
        assertThat(SpecCheck.problems(response)).isEmpty();
        return response;
    }

    private void awaitAnswers() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> send(HttpRequest.newBuilder(), "/").statusCode() == 200);
    }

    private HttpResponse<String> ask(String key) {
        return send(
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(Chat.whole("hello"))),
                "/v1/chat/completions");
    }

    @Test
    void inTheProjectsRootItAnswersFromTheSimulatorAndSaysSo() {
        start(Path.of("").toAbsolutePath(), Map.of());
        awaitAnswers();

        assertThat(ask("testofli").statusCode()).isEqualTo(200);
        assertThat(process.said()).contains("SIMULATOR").containsOnlyOnce("No ONDEMAND_APIKEYS given");
    }

    @Test
    void elsewhereItFallsBackToTheCopiesInsideTheJar() {
        start(elsewhere, Map.of("PRIVATE_KEY", "own-key"));
        awaitAnswers();

        assertThat(ask("own-key").statusCode()).isEqualTo(200);
        assertThat(ask("testofli").statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyMadeByItsCommandOpensTheGatewayUntilItIsRevoked() throws Exception {
        String key = keys("add", "--label", "team-a");
        start(elsewhere, Map.of("GATEWAY_CLIENTS", "clients.yaml", "GATEWAY_SECRETSREFRESH", "50"));
        awaitAnswers();
        assertThat(ask(key).statusCode()).isEqualTo(200);
        String second = keys("add", "--label", "team-b");
        Awaitility.await().until(() -> ask(second).statusCode() == 200);

        keys("revoke", "--label", "team-a");

        Awaitility.await().until(() -> ask(key).statusCode() == 401);
        assertThat(ask(second).statusCode()).isEqualTo(200);
        assertThat(process.said()).doesNotContain(key, second);
    }

    /** Runs the jar's command {@code keys}, and gives what it writes to standard output. */
    private String keys(String... args) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(GatewayProcess.java(), "-jar", GatewayProcess.JAR.toString(), "keys"));
        command.addAll(List.of(args));
        command.addAll(List.of("--file", "clients.yaml"));
        Process run = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).isZero();
        return said.strip();
    }

    @Test
    void aFileInTheWorkingDirectoryWinsLineByLine() throws IOException {
        Files.writeString(elsewhere.resolve("application.properties"), "gateway.maxBodyBytes = 2000\n");
        start(elsewhere, Map.of());
        awaitAnswers();

        assertThat(ask("testofli").statusCode()).isEqualTo(200);
        HttpResponse<String> tooLarge = send(
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer testofli")
                        .POST(HttpRequest.BodyPublishers.ofString(Chat.whole("x".repeat(3000)))),
                "/v1/chat/completions");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
    }

    @Test
    void logLinesAreJsonWhenAskedFor() throws IOException {
        start(elsewhere, Map.of("LOG_FORMAT", "json"));
        awaitAnswers();
        assertThat(ask("testofli").statusCode()).isEqualTo(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> process.said().contains("input_tokens"));
        JsonNode request = null;
        for (String line : process.said().lines().toList()) {
            JsonNode json = Chat.json(line);
            assertThat(json.path("level").asText()).isNotEmpty();
            assertThat(json.path("message").asText()).isNotEmpty();
            request = json.has("request_id") ? json : request;
        }
        assertThat(request.path("model").asText()).isEqualTo("gpt-4o");
        assertThat(request.path("status").asInt()).isEqualTo(200);
        assertThat(request.path("output_tokens").isInt()).isTrue();
        assertThat(request.path("usage_estimated").asBoolean(true)).isFalse();
        assertThat(request.path("@timestamp").asText()).endsWith("Z");
    }
}
