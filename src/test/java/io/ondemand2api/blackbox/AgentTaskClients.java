package io.ondemand2api.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Agents that speak Responses and Messages, from their npm packages, headless, against the started gateway and a scripted
 * model that works with the shell: {@code mvn verify -Pagents}. Each reads a file, writes one, goes on for fifty turns and
 * answers.
 */
class AgentTaskClients {

    private static final int TURNS = 50;
    /** So many lines of output make the words around it few. */
    private static final int LINES = 500;

    private static final double MOST_OF_NEW_TEXT = 1.2;
    private static final String DONE = "The file is written.";

    /** An agent, and how its tool for the shell is called. */
    private record Worker(Agent agent, String tool, String parameter) {

        private String exec(String command) {
            return "<tool_call>{\"name\":\"" + tool + "\",\"arguments\":{\"" + parameter + "\":" + Chat.quoted(command)
                    + "}}</tool_call>";
        }

        private String words(long turn) {
            if (turn == 1) {
                return "I read it.\n\n" + exec("cat in.txt");
            }
            if (turn == TURNS) {
                return DONE;
            }
            return turn == 2 ? exec("tr a-z A-Z < in.txt > out.txt") : exec("echo turn " + turn + "; seq 1 " + LINES);
        }

        @Override
        public String toString() {
            return agent.name();
        }
    }

    static Stream<Worker> workers() {
        return Stream.of(
                new Worker(new CodexAgent(), "exec_command", "cmd"),
                new Worker(new ClaudeCodeAgent(), "Bash", "command"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("workers")
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void doesATaskOfFiftyTurnsOfWhichOnlyTheNewTextGoesUpstream(Worker worker, @TempDir Path folder) throws Exception {
        Agent agent = worker.agent();
        Path program = AgentClients.installed(agent);
        Path work = Files.createDirectory(folder.toRealPath().resolve("work"));
        Path home = Files.createDirectory(folder.toRealPath().resolve("home"));
        Files.writeString(work.resolve("in.txt"), "grüße \\n \"quoted\"\n");

        // closing the gateway fails when one of its answers did not fit the specification of its dialect
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of());
                RecordingProxy recorded = new RecordingProxy(gateway.url(""))) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(worker.words(query.ordinal())));
            AgentRun run = AgentRun.of(
                    agent,
                    program,
                    new Agent.Launch(work, home, recorded.url("/v1"), "gpt-4o", "Write in.txt in capitals to out.txt"),
                    AgentClients.log(agent.name()));

            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output()).contains(DONE);
            assertThat(work.resolve("out.txt")).hasContent("GRüßE \\N \"QUOTED\"\n");
            List<ReceivedQuery> queries = gateway.simulator().queries();
            assertThat(queries).hasSize(TURNS);
            assertThat(queries)
                    .extracting(ReceivedQuery::sessionId)
                    .containsOnly(queries.get(0).sessionId());
            sendsLittleMoreThanTheNewText(queries, NewText.bytes(turns(recorded)));
        }
    }

    /** The agent's requests that were answered by a query each. */
    private static List<JsonNode> turns(RecordingProxy recorded) {
        return recorded.asked().stream()
                .filter(asked -> asked.path().matches("/v1/(responses|messages)"))
                .map(asked -> Chat.json(asked.body()))
                .toList();
    }

    /** From the fourth turn on: what stands around the short output of the first commands is more than the output. */
    private static void sendsLittleMoreThanTheNewText(List<ReceivedQuery> queries, List<Integer> newText) {
        assertThat(newText).hasSize(TURNS);
        for (int turn = 3; turn < TURNS; turn++) {
            int sent = queries.get(turn).query().getBytes(UTF_8).length;
            assertThat(sent)
                    .as("bytes of query %d for %d bytes of new text", turn + 1, newText.get(turn))
                    .isBetween(newText.get(turn), (int) (MOST_OF_NEW_TEXT * newText.get(turn)));
        }
    }
}
