package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Clients of the Node world against the started gateway: {@code mvn verify -Pnode-clients}. Needs node and npm. The
 * tests themselves are in {@code src/test/node}; the packages go to {@code target/node-clients}, never into the sources.
 */
class NodeClients {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path TARGET = Path.of("target", "node-clients").toAbsolutePath();
    private static final Path LOCK = Path.of("package-lock.json");

    /** npm writes it at the end of an installation: what is there without it is half installed. */
    private static final Path INSTALLED = TARGET.resolve(Path.of("node_modules", ".package-lock.json"));

    private static final int INSTALL_MINUTES = 5;
    private static final int RUN_MINUTES = 4;

    /** Each test of the Node side is one here, grouped by its file. */
    @TestFactory
    @Timeout(value = INSTALL_MINUTES + RUN_MINUTES + 1, unit = TimeUnit.MINUTES)
    Stream<DynamicNode> everyClientWorks() throws Exception {
        install();
        List<JsonNode> results = run();
        Map<String, List<DynamicNode>> byFile = new LinkedHashMap<>();
        for (JsonNode result : results) {
            byFile.computeIfAbsent(result.path("file").asText(), file -> new ArrayList<>())
                    .add(DynamicTest.dynamicTest(
                            result.path("name").asText(),
                            () -> assertThat(result.path("error").asText(null)).isNull()));
        }
        assertThat(byFile).hasSizeGreaterThanOrEqualTo(3);
        return byFile.entrySet().stream()
                .map(file -> DynamicContainer.dynamicContainer(file.getKey(), file.getValue()));
    }

    private static void install() throws Exception {
        Files.createDirectories(TARGET);
        Path lock = TARGET.resolve(LOCK);
        boolean installed =
                Files.exists(INSTALLED) && Files.exists(lock) && Files.mismatch(lock, SOURCES.resolve(LOCK)) == -1;
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, TARGET.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!installed) {
            Path log = TARGET.resolve("npm-ci.log");
            int exit = exit(process(log, Map.of(), "npm", "ci"), INSTALL_MINUTES);
            assertThat(exit).as(() -> "npm ci said: " + text(log)).isZero();
        }
    }

    private static List<JsonNode> run() throws Exception {
        Path output = TARGET.resolve("output.log");
        Path results = TARGET.resolve("results.jsonl");
        Files.deleteIfExists(results);
        // a 429 is to reach the client at once instead of being waited out here
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.keyWaitTimeout", "1"));
                Stage stage = new Stage(gateway.simulator())) {
            List<String> command = new ArrayList<>(List.of(
                    "node",
                    "--test",
                    "--test-concurrency=1",
                    "--test-reporter=./reporter.js",
                    "--test-reporter-destination=" + results));
            try (Stream<Path> files = Files.list(SOURCES)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".test.js"))
                        .sorted()
                        .forEach(command::add);
            }
            Map<String, String> environment = Map.of(
                    "GATEWAY_URL", gateway.url("/v1").toString(),
                    "GATEWAY_KEY", GatewayUnderTest.CLIENT_KEY,
                    "STAGE_URL", stage.url().toString());
            int exit = exit(process(output, environment, command.toArray(String[]::new)), RUN_MINUTES);
            assertThat(results)
                    .as(() -> "node --test ended with " + exit + ": " + text(output))
                    .isNotEmptyFile();
        }
        return Files.readAllLines(results).stream().map(Chat::json).toList();
    }

    private static Process process(Path output, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TARGET.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // the clients read defaults from the environment
        builder.environment().keySet().removeIf(name -> name.matches("(OPENAI|LANGCHAIN|LANGSMITH|AI_SDK)_.*"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int exit(Process process, int minutes) throws InterruptedException {
        try {
            assertThat(process.waitFor(minutes, TimeUnit.MINUTES))
                    .as("ends within %d minutes", minutes)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
