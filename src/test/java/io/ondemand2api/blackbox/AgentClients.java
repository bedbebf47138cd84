package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
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
    private static final int MAX_MINUTES = 4;

    /** Cline writes files with its editor for this model; for OpenAI's it knows patches only. */
    private static final String MODEL = "predefined-claude-sonnet-5";

    private static final Duration MODEL_TIME = Duration.ofMillis(100);
    private static final Duration SESSION_TIME = Duration.ofMillis(500);
    private static final Duration TAIL = Duration.ofSeconds(2);

    private static boolean nodeIsThere;

    static Stream<Named<Agent>> agents() {
        return Stream.of(new ClineAgent(), new ContinueAgent(), new OpenCodeAgent(), new QwenCodeAgent())
                .map(agent -> Named.of(agent.name(), agent));
    }

    /** The program of an agent; its test is skipped where it cannot be had. */
    static Path installed(Agent agent) throws Exception {
        boolean possible = nodeIsThere() && onLinux64();
        skippedUnless(possible, agent.name() + " needs node 20 or newer, npm, and Linux on x64.");
        PROJECT.install();
        return PROJECT.modules().resolve(agent.program());
    }

    /** Where what this agent says is kept. */
    static Path log(String agent) {
        return PROJECT.target().resolve(agent + ".log");
    }

    @BeforeAll
    static void install() throws Exception {
        nodeIsThere = nodeIsThere();
        if (nodeIsThere) {
            PROJECT.install();
        }
    }

    /** The word goes to the console too: the build's own line tells only how many were skipped. */
    private static void skippedUnless(boolean possible, String why) {
        if (!possible) {
            System.out.println("SKIPPED: " + why);
        }
        assumeTrue(possible, why);
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
    @Timeout(value = MAX_MINUTES, unit = TimeUnit.MINUTES)
    void writesTheFilesThatItWasAskedForInEachDialectWithoutWaitingForTheUpstreamsTail(
            Agent agent, @TempDir Path folder) throws Exception {
        Path program = PROJECT.modules().resolve(agent.program());
        skippedUnless(nodeIsThere, agent.name() + " needs node 20 or newer, and npm.");
        skippedUnless(
                onLinux64() || !program.toString().contains("linux-x64"),
                agent.name() + " is tried on Linux on x64 only.");
        Path work = Files.createDirectory(folder.toRealPath().resolve("work"));
        Path home = Files.createDirectory(folder.toRealPath().resolve("home"));
        FileWritingModel model = new FileWritingModel(work, MODEL_TIME, TAIL);

        // closing the gateway fails when one of its answers did not fit OpenAI's specification
        try (GatewayUnderTest gateway =
                GatewayUnderTest.start(Map.of("ondemand.turnWaitTimeout", "0", "ondemand.warmSessions", "2"))) {
            gateway.simulator().onCreateSession(call -> Behaviour.atOnce().sessionAfter(SESSION_TIME));
            gateway.simulator().onQuery(model::answer);
            String task = "Write the files " + model.files().keySet();
            AgentRun run = AgentRun.of(
                    agent,
                    program,
                    new Agent.Launch(work, home, gateway.url("/v1"), MODEL, task),
                    PROJECT.target().resolve(agent.name() + ".log"));

            wroteEachFile(agent, model, run);
            assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
            wentOnAtOnce(agent, model);
        }
    }

    private static void wroteEachFile(Agent agent, FileWritingModel model, AgentRun run) {
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(run.exit()).as(run.output()).isZero();
            softly.assertThat(run.output()).contains(FileWritingModel.DONE);
            softly.assertThat(run.leftBehind()).isEmpty();
            model.files()
                    .forEach((file, dialect) -> softly.assertThat(NodeProject.text(file))
                            .as("%s in the dialect %s", agent.name(), dialect)
                            .isEqualTo(FileWritingModel.CONTENT));
            // one a file and one to end with: nothing was asked again, neither by the gateway nor by the agent
            softly.assertThat(model.queries())
                    .as("queries")
                    .isEqualTo(model.files().size() + 1);
        });
    }

    /** The times also go to a file, for the table in the README. */
    private static void wentOnAtOnce(Agent agent, FileWritingModel model) throws IOException {
        List<Duration> steps = model.steps();
        Duration median = steps.stream().sorted().toList().get(steps.size() / 2);
        Files.writeString(
                PROJECT.target().resolve(agent.name() + ".steps"),
                "median %d ms of %s%n".formatted(median.toMillis(), steps));
        // with a session to be made at each step it were more than 1, with a tail to be waited for more than 4
        assertThat((double) median.toNanos() / SESSION_TIME.toNanos())
                .as("a step beyond the model's time, to the time that a session takes")
                .isBetween(0.0, 1.0);
    }

    private static boolean onLinux64() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }
}
