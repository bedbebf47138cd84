package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.RunsAlone;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Six bodies at once, made to become much more than they weigh, against a gateway with a heap of 200 MiB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RunsAlone
class HostileBodyIT {

    @TempDir
    private static Path directory;

    private AttackedGateway attacked;

    @BeforeAll
    void start() {
        attacked = new AttackedGateway(directory);
    }

    @AfterAll
    void stop() {
        attacked.close();
    }

    static Stream<Attack> bodies() {
        return HostileBodies.all();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void sixAtOnceAreAnsweredAndNobodyElseWaits(Attack attack) throws InterruptedException {
        attacked.withstands(attack);
    }

    @Test
    void aPromptOfNineteenMegabytesWithATextToStopAtIsAnsweredWhenItComesAlone() {
        attacked.startUnlessAlive();
        ScriptedOnDemand simulator = attacked.simulator();
        simulator.clearRecords();
        simulator.onQuery(query -> Behaviour.atOnce().saying("so ", "END", " on"));
        String text = "word ".repeat(3_800_000);

        var response = attacked.gateway()
                .chat("{\"model\":\"gpt-4o\",\"stop\":[\"END\"],\"messages\":[{\"role\":\"user\",\"content\":"
                        + Chat.quoted(text) + "}]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Chat.json(response.body()).at("/choices/0/message/content").asText())
                .isEqualTo("so ");
        assertThat(response.headers().firstValue("x-ondemand2api-usage")).hasValue("estimated");
        assertThat(Chat.json(response.body()).at("/usage/prompt_tokens").asInt())
                .isBetween(3_000_000, 4_600_000);
        // a query of the other clients may still be on its way when the records are cleared
        assertThat(simulator.queries()).anyMatch(query -> query.query().equals(text));
    }
}
