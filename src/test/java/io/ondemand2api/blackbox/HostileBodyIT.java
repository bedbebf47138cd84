package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.RunsAlone;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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

    private static final int HEAP = 200;
    private static final long MAX_WAIT = 2000;
    private static final long MAX_ATTACK = 10_000;

    @TempDir
    private Path directory;

    private ScriptedOnDemand simulator;
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        simulator = ScriptedOnDemand.start(0);
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        simulator.close();
    }

    static Stream<Attack> bodies() {
        return HostileBodies.all();
    }

    private void startUnlessAlive() {
        if (gateway != null && gateway.isAlive()) {
            return;
        }
        if (gateway != null) {
            gateway.close();
        }
        gateway = GatewayProcess.startAsDeployed(
                        directory,
                        HEAP,
                        Map.of(
                                "ONDEMAND_APIKEYS",
                                "upstream-secret-1",
                                "ONDEMAND_API_BASE",
                                simulator.base().toString(),
                                "GATEWAY_WORKERS",
                                "128",
                                "PRIVATE_KEY",
                                Attack.KEY + "," + Bystanders.KEY + "," + GatewayUnderTest.CLIENT_KEY))
                .awaitAnswers(Duration.ofSeconds(40));
    }

    private void answer(Attack attack) {
        simulator.clearRecords();
        simulator.onQuery(query -> query.query().contains(Attack.MARK)
                ? attack.upstream()
                : Behaviour.atOnce().saying("hello"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void sixAtOnceAreAnsweredAndNobodyElseWaits(Attack attack) throws InterruptedException {
        startUnlessAlive();
        answer(attack);
        try (Bystanders bystanders = new Bystanders(gateway.port())) {
            Awaitility.await().until(() -> bystanders.answers() > 50);

            List<Attacker.Outcome> outcomes = Attacker.send(attack, gateway.port());
            bystanders.finish(5);

            System.out.printf(
                    "%s: told %s; of %d others one waited %d ms%n",
                    attack,
                    outcomes.stream()
                            .map(outcome -> outcome.status() + " in " + outcome.millis() + " ms")
                            .toList(),
                    bystanders.answers(),
                    bystanders.longest());
            assertThat(gateway.isAlive()).as(gateway.said()).isTrue();
            assertThat(bystanders.problems()).isEmpty();
            assertThat(bystanders.longest()).isLessThan(MAX_WAIT);
            assertThat(outcomes).allSatisfy(outcome -> {
                assertThat(outcome.status()).as(outcome.body()).isIn(attack.statuses());
                assertThat(outcome.millis()).isLessThan(MAX_ATTACK);
                assertThat(outcome.body()).doesNotContain("Exception", "io.ondemand2api");
            });
        }
        // all room is given back: one alone is never told that there is none
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                gateway.chat(Chat.whole("x".repeat(2_000_000))).statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aPromptOfNineteenMegabytesWithATextToStopAtIsAnsweredWhenItComesAlone() {
        startUnlessAlive();
        simulator.clearRecords();
        simulator.onQuery(query -> Behaviour.atOnce().saying("so ", "END", " on"));
        String text = "word ".repeat(3_800_000);

        var response =
                gateway.chat("{\"model\":\"gpt-4o\",\"stop\":[\"END\"],\"messages\":[{\"role\":\"user\",\"content\":"
                        + Chat.quoted(text) + "}]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Chat.json(response.body()).at("/choices/0/message/content").asText())
                .isEqualTo("so ");
        assertThat(response.headers().firstValue("x-ondemand2api-usage")).hasValue("estimated");
        assertThat(Chat.json(response.body()).at("/usage/prompt_tokens").asInt())
                .isBetween(3_000_000, 4_600_000);
        assertThat(simulator.queries().get(0).query()).isEqualTo(text);
    }
}
