package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A gateway as it is deployed, with a heap of 200 MiB, which is attacked while four other clients ask all the time. */
final class AttackedGateway implements AutoCloseable {

    private static final int HEAP = 200;
    private static final long MAX_WAIT = 2000;
    private static final long MAX_ATTACK = 10_000;

    private final ScriptedOnDemand simulator = ScriptedOnDemand.start(0);
    private final Path directory;
    private GatewayProcess gateway;

    /** @param directory in which it runs */
    AttackedGateway(Path directory) {
        this.directory = directory;
    }

    ScriptedOnDemand simulator() {
        return simulator;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** Starts it, if an attack has ended the one before. */
    void startUnlessAlive() {
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
        simulator.onQuery(query -> Behaviour.atOnce().saying("hello"));
        // a process that has just started has neither its classes nor its threads yet
        try (Bystanders first = new Bystanders(gateway.port())) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> first.answers() > 300);
        }
    }

    /** Every attacker is told something clear in time, no other client waits for long, and all room is given back. */
    List<Attacker.Outcome> withstands(Attack attack) throws InterruptedException {
        startUnlessAlive();
        simulator.clearRecords();
        simulator.onQuery(query -> query.query().contains(Attack.MARK)
                ? attack.upstream()
                : Behaviour.atOnce().saying("hello"));
        List<Attacker.Outcome> outcomes;
        try (Bystanders bystanders = new Bystanders(gateway.port())) {
            Awaitility.await().until(() -> bystanders.answers() > 50);

            outcomes = Attacker.send(attack, gateway.port());
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
            assertThat(outcomes).as(requestsOfTheAttacker()).allSatisfy(outcome -> {
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
        assertThat(gateway.said()).doesNotContain("OutOfMemoryError");
        return outcomes;
    }

    /** The log's lines of its requests, which say where the time went. */
    private String requestsOfTheAttacker() {
        return gateway.said()
                .lines()
                .filter(line -> line.contains(" client-1 "))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
        simulator.close();
    }
}
