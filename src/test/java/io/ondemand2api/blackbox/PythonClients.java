package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ondemand2api.scripted.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of the Python world against the started gateway: {@code mvn verify -Ppython-clients}. The tests themselves are in
 * {@code src/test/python}; the packages go to {@code target/python-clients}. Skipped where there is no Python 3.10.
 */
class PythonClients {

    private static final PythonProject PROJECT = new PythonProject(
            Path.of("src", "test", "python"),
            Path.of("target", "python-clients").toAbsolutePath());
    private static final int RUN_MINUTES = 3;

    @BeforeAll
    @Timeout(value = 2 * PythonProject.INSTALL_MINUTES + 1, unit = TimeUnit.MINUTES)
    static void install() throws Exception {
        String missing = PROJECT.missing();
        assumeTrue(missing == null, missing);
        PROJECT.install();
    }

    /** Each test of the Python side is one here, grouped by its file. */
    @TestFactory
    @Timeout(value = RUN_MINUTES + 1, unit = TimeUnit.MINUTES)
    Stream<DynamicNode> everyClientWorks() throws Exception {
        Path output = PROJECT.target().resolve("output.log");
        Path results = PROJECT.target().resolve("results.jsonl");
        Files.deleteIfExists(results);
        // a 429 is to reach the client at once instead of being waited out here
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(Map.of("gateway.keyWaitTimeout", "1", "keys.failingFor", "50"));
                Stage stage = new Stage(gateway.simulator())) {
            Map<String, String> environment = Map.of(
                    "GATEWAY_URL", gateway.url("/v1").toString(),
                    "GATEWAY_KEY", GatewayUnderTest.CLIENT_KEY,
                    "STAGE_URL", stage.url().toString());
            int exit = NodeProject.exit(
                    PROJECT.process(output, environment, PROJECT.python().toString(), "run.py", results.toString()),
                    RUN_MINUTES);
            assertThat(exit).as(() -> NodeProject.text(output)).isZero();
        }
        return ForeignTests.of(results, 3);
    }

    /** The programs of the pages in {@code docs/clients}. */
    @ParameterizedTest
    @CsvSource({"openai-python, 3", "anthropic, 2"})
    void theProgramOfThePagePrintsTheAnswers(String page, int answers) throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("the ", "answer", "\n"));
            Path program = PROJECT.target().resolve(page + ".guide.py");
            Files.writeString(program, new Guide(page).block("python", gateway.url("/v1"), "gpt-4o"));
            Path output = PROJECT.target().resolve(page + ".log");
            int exit = NodeProject.exit(
                    PROJECT.process(output, Map.of(), PROJECT.python().toString(), program.toString()), 1);

            assertThat(exit).as(NodeProject.text(output)).isZero();
            assertThat(NodeProject.text(output).split("the answer", -1)).hasSize(answers + 1);
        }
    }
}
