package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Agents that people use, from their npm packages, against the started gateway and a scripted model:
 * {@code mvn verify -Pagents}. Needs node 20 and npm; Cline and opencode have programs for Linux on x64 here and are
 * skipped elsewhere. Their homes are temporary and the network ends at this machine. What an agent says is in
 * {@code target/agents}.
 */
class AgentClients {

    private static final NodeProject PROJECT = new NodeProject(
            Path.of("src", "test", "agents"),
            Path.of("target", "agents").toAbsolutePath(),
            "npm",
            "install",
            "--no-save");
    private static final int RUN_MINUTES = 3;

    /** Cline writes files with its editor for this model; for OpenAI's it knows patches only. */
    private static final String MODEL = "predefined-claude-sonnet-5";

    private static final Duration MODEL_TIME = Duration.ofMillis(100);
    private static final Duration TAIL = Duration.ofSeconds(2);

    static List<Agent> agents() {
        return List.of(new ClineAgent(), new ContinueAgent(), new OpenCodeAgent(), new QwenCodeAgent());
    }

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(nodeIsThere(), "SKIPPED: the agents need node 20 or newer, and npm.");
        PROJECT.install();
    }

    private static boolean nodeIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "-e", "process.exit(+(parseInt(process.versions.node) < 20))")
                                    .start()
                                    .waitFor()
                            == 0
                    && new ProcessBuilder("npm", "--version")
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("agents")
    @Timeout(value = RUN_MINUTES + 1, unit = TimeUnit.MINUTES)
    void writesTheFilesThatItWasAskedForInEachDialectWithoutWaitingForTheUpstreamsTail(
            Agent agent, @TempDir Path folder) throws Exception {
        Path program = PROJECT.modules().resolve(agent.program());
        assumeTrue(
                onLinux64() || !program.toString().contains("linux-x64"),
                () -> "SKIPPED: " + agent.name() + " has no program for this platform here.");
        Path work = Files.createDirectory(folder.toRealPath().resolve("work"));
        Path home = Files.createDirectory(folder.toRealPath().resolve("home"));
        Path output = PROJECT.target().resolve(agent.name() + ".log");
        FileWritingModel model = new FileWritingModel(work, MODEL_TIME, TAIL);

        // closing the gateway fails when one of its answers did not fit OpenAI's specification
        try (ForwardProxy proxy = ForwardProxy.toLoopbackOnly();
                GatewayUnderTest gateway =
                        GatewayUnderTest.start(Map.of("ondemand.turnWaitTimeout", "0", "ondemand.warmSessions", "2"))) {
            gateway.simulator().onQuery(model::answer);
            String task = "Write the files " + model.files().keySet();
            var launch = new Agent.Launch(home, gateway.url("/v1"), MODEL, task);
            ProcessBuilder builder =
                    NodeProject.builder(output, agent.command(program, launch).toArray(String[]::new));
            builder.directory(work.toFile()).environment().clear();
            builder.environment().putAll(isolated(home, proxy.address()));
            builder.environment().putAll(agent.environment(launch));
            int exit = NodeProject.exit(builder.start(), RUN_MINUTES);

            SoftAssertions.assertSoftly(softly -> {
                String said = NodeProject.text(output);
                softly.assertThat(exit).as(said).isZero();
                softly.assertThat(said).contains(FileWritingModel.DONE);
                model.files()
                        .forEach((file, dialect) -> softly.assertThat(NodeProject.text(file))
                                .as("%s in the dialect %s", agent.name(), dialect)
                                .isEqualTo(FileWritingModel.CONTENT));
                // one a file and one to end with: nothing was asked again, neither by the gateway nor by the agent
                softly.assertThat(model.queries())
                        .as("queries")
                        .isEqualTo(model.files().size() + 1);
                softly.assertThat(gateway.simulator().concurrentQueriesOnOneSession())
                        .isZero();
            });
        }
        List<Duration> steps = model.steps();
        Duration median = steps.get(steps.size() / 2);
        Files.writeString(
                PROJECT.target().resolve(agent.name() + ".steps"),
                "| %s | %d | %d ms | %d ms |%n"
                        .formatted(
                                agent.name(),
                                model.files().size(),
                                median.toMillis(),
                                steps.get(steps.size() - 1).toMillis()));
        // with a tail at each step it were more than one tail
        assertThat(median).as("a step beyond the model's time").isLessThan(TAIL.dividedBy(2));
    }

    private static boolean onLinux64() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    /** Only what an agent needs, and a proxy that leads nowhere but to this machine. */
    private static Map<String, String> isolated(Path home, String proxy) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.toString());
        environment.put("NO_COLOR", "1");
        environment.put("NO_PROXY", "127.0.0.1,localhost");
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
            environment.put(name, proxy);
        }
        environment.put("npm_config_offline", "true");
        return environment;
    }
}
