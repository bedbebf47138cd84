package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts {@code target/ondemand2api.jar} as a process of its own, as the README says. */
class PackagedJarIT {

    private static final Path JAR = Path.of("target", "ondemand2api.jar").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    private final int port = FreePort.next();
    private Process process;
    private Path log;

    @AfterEach
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private void start(Path directory, Map<String, String> environment) throws IOException {
        log = Files.createTempFile("gateway", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString());
        builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> all = builder.environment();
        all.keySet().removeIf(name -> name.startsWith("ONDEMAND") || name.equals("PRIVATE_KEY"));
        all.put("PORT", Integer.toString(port));
        all.put("MANAGEMENT_PORT", Integer.toString(FreePort.next()));
        all.putAll(environment);
        process = builder.start();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) {
        HttpResponse<String> response = GatewayUnderTest.send(
                request.uri(URI.create("http://127.0.0.1:" + port + path)).build());
        assertThat(SpecCheck.complaints(response)).isEmpty();
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
    void inTheProjectsRootItAnswersFromTheSimulatorAndSaysSo() throws IOException {
        start(Path.of("").toAbsolutePath(), Map.of());
        awaitAnswers();

        assertThat(ask("testofli").statusCode()).isEqualTo(200);
        assertThat(Files.readString(log)).contains("SIMULATOR").containsOnlyOnce("No ONDEMAND_APIKEYS given");
    }

    @Test
    void elsewhereItFallsBackToTheCopiesInsideTheJar() throws IOException {
        start(elsewhere, Map.of("PRIVATE_KEY", "own-key"));
        awaitAnswers();

        assertThat(ask("own-key").statusCode()).isEqualTo(200);
        assertThat(ask("testofli").statusCode()).isEqualTo(401);
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

    private String refusal(Map<String, String> environment) throws Exception {
        start(elsewhere, environment);
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        String said = Files.readString(log);
        assertThat(said).doesNotContain("\tat ").doesNotContain("secret-");
        return said;
    }

    @Test
    void realKeysWithoutAClientKeyDoNotStart() throws Exception {
        assertThat(refusal(Map.of("ONDEMAND_APIKEYS", "secret-one"))).contains("PRIVATE_KEY is missing");
    }

    @Test
    void profileProdDoesNotStartWithTheSimulator() throws Exception {
        assertThat(refusal(Map.of("GATEWAY_PROFILE", "prod"))).contains("ONDEMAND_APIKEYS is missing");
    }

    @Test
    void aWrongValueIsNamedInOneSentence() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("GATEWAY_ATTEMPTS", "many");

        assertThat(refusal(wrong)).contains("gateway.attempts must be a whole number");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(refusal(Map.of("PORT", Integer.toString(taken.getLocalPort()))))
                    .contains("camel.server.port", "PORT");
        }
    }
}
