package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Codex from its npm package, headless, against the started gateway and a scripted model that works with the shell:
 * {@code mvn verify -Pagents}. It reads a file, writes one, goes on for fifty turns and answers.
 */
class CodexClients {

    private static final int TURNS = 50;
    private static final String DONE = "The file is written.";

    private static String exec(String command) {
        return "<tool_call>{\"name\":\"exec_command\",\"arguments\":{\"cmd\":" + Chat.quoted(command)
                + "}}</tool_call>";
    }

    private static String words(long turn) {
        if (turn == 1) {
            return "I read it.\n\n" + exec("cat in.txt");
        }
        if (turn == TURNS) {
            return DONE;
        }
        return turn == 2 ? exec("tr a-z A-Z < in.txt > out.txt") : exec("echo turn " + turn);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void doesATaskOfFiftyTurnsOfWhichOnlyTheNewTextGoesUpstream(@TempDir Path folder) throws Exception {
        Path program = AgentClients.installed(new CodexAgent());
        Path work = Files.createDirectory(folder.toRealPath().resolve("work"));
        Path home = Files.createDirectory(folder.toRealPath().resolve("home"));
        Files.writeString(work.resolve("in.txt"), "grüße \\n \"quoted\"\n");

        // closing the gateway fails when one of its answers did not fit OpenAI's specification
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of())) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(words(query.ordinal())));
            AgentRun run = AgentRun.of(
                    new CodexAgent(),
                    program,
                    new Agent.Launch(work, home, gateway.url("/v1"), "gpt-4o", "Write in.txt in capitals to out.txt"),
                    AgentClients.log("Codex"));

            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output()).contains(DONE);
            assertThat(work.resolve("out.txt")).hasContent("GRüßE \\N \"QUOTED\"\n");
            List<ReceivedQuery> queries = gateway.simulator().queries();
            assertThat(queries).hasSize(TURNS);
            assertThat(queries)
                    .extracting(ReceivedQuery::sessionId)
                    .containsOnly(queries.get(0).sessionId());
            assertThat(queries.subList(2, TURNS))
                    .allSatisfy(query -> assertThat(query.query().length()).isLessThan(1000));
        }
    }
}
