package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of the Node world against the started gateway: {@code mvn verify -Pnode-clients}. Needs node and npm. The
 * tests themselves are in {@code src/test/node}; the packages go to {@code target/node-clients}, never into the sources.
 */
class NodeClients {

    private static final NodeProject PROJECT = new NodeProject(
            Path.of("src", "test", "node"), Path.of("target", "node-clients").toAbsolutePath(), "npm", "ci");
    private static final int RUN_MINUTES = 4;

    /** Each test of the Node side is one here, grouped by its file. */
    @TestFactory
    @Timeout(value = NodeProject.INSTALL_MINUTES + RUN_MINUTES + 1, unit = TimeUnit.MINUTES)
    Stream<DynamicNode> everyClientWorks() throws Exception {
        PROJECT.install();
        return ForeignTests.of(run(), 3);
    }

    /** The programs of the pages in {@code docs/clients}. */
    @ParameterizedTest
    @ValueSource(strings = {"openai-node", "anthropic", "langchain", "ai-sdk"})
    @Timeout(value = NodeProject.INSTALL_MINUTES + 1, unit = TimeUnit.MINUTES)
    void theProgramOfThePagePrintsTheAnswers(String page) throws Exception {
        PROJECT.install();
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("the ", "answer", "\n"));
            Path program = PROJECT.target().resolve(page + ".guide.mjs");
            Files.writeString(program, new Guide(page).block("js", gateway.url("/v1"), "gpt-4o"));
            Path output = PROJECT.target().resolve(page + ".log");
            int exit = NodeProject.exit(PROJECT.process(output, Map.of(), "node", program.toString()), 1);

            assertThat(exit).as(NodeProject.text(output)).isZero();
            assertThat(NodeProject.text(output).split("the answer", -1)).hasSize(3);
        }
    }

    private static Path run() throws Exception {
        Path output = PROJECT.target().resolve("output.log");
        Path results = PROJECT.target().resolve("results.jsonl");
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
            try (Stream<Path> files = Files.list(PROJECT.sources())) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".test.js"))
                        .sorted()
                        .forEach(command::add);
            }
            Map<String, String> environment = Map.of(
                    "GATEWAY_URL", gateway.url("/v1").toString(),
                    "GATEWAY_KEY", GatewayUnderTest.CLIENT_KEY,
                    "STAGE_URL", stage.url().toString());
            int exit =
                    NodeProject.exit(PROJECT.process(output, environment, command.toArray(String[]::new)), RUN_MINUTES);
            assertThat(results)
                    .as(() -> "node --test ended with " + exit + ": " + NodeProject.text(output))
                    .isNotEmptyFile();
        }
        return results;
    }
}
