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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One client with a valid key against a gateway of 200 MiB with the options of the image. For everything it sends: the
 * others are served within two seconds, it gets a clear answer within ten, and nothing of it is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RunsAlone
class HostileClientIT {

    private static final int HEAP = 200;
    /** Few enough that all of their threads are there before the first attack, on Java 17. */
    private static final int WORKERS = 128;

    private static final long MAX_WAIT = 2000;
    private static final long MAX_ATTACK = 10_000;
    private static final long HEAP_LEFT = 24;
    /** Pools that grow to their size, which is small. */
    private static final int THREADS_LEFT = 32;

    @TempDir
    private Path directory;

    private ScriptedOnDemand simulator;
    private GatewayProcess gateway;
    private long heap;
    private int threads;
    private boolean unharmed;

    @BeforeAll
    void startSimulator() {
        simulator = ScriptedOnDemand.start(0);
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        simulator.close();
    }

    static Stream<Attack> attacks() {
        return ClientAttacks.all();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void costsNobodyElseAnything(Attack attack) throws InterruptedException {
        startUnlessUnharmed();
        simulator.onQuery(query -> query.query().contains(Attack.MARK)
                ? attack.upstream()
                : Behaviour.atOnce().saying("hello"));
        try (Bystanders bystanders = new Bystanders(gateway.port())) {
            Awaitility.await().until(() -> bystanders.answers() > 20);

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
        awaitThatNothingIsLeft();
        unharmed = true;
    }

    /** The next attack wants a gateway that the one before did not break. */
    private void startUnlessUnharmed() {
        if (!unharmed) {
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
                                    "ONDEMAND_MEDIA_ENABLED",
                                    "true",
                                    "GATEWAY_WORKERS",
                                    Integer.toString(WORKERS),
                                    "PRIVATE_KEY",
                                    Attack.KEY + "," + Bystanders.KEY + "," + GatewayUnderTest.CLIENT_KEY))
                    .awaitAnswers(Duration.ofSeconds(40));
            warmUp();
            heap = gateway.liveHeap();
            threads = gateway.liveThreads();
        }
        unharmed = false;
    }

    /** A process that has just started has neither its classes nor its threads yet, nor the words that count tokens. */
    private void warmUp() {
        simulator.onQuery(query -> Behaviour.atOnce().saying("hello"));
        try (Bystanders first = new Bystanders(gateway.port())) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> first.answers() > 500);
            first.finish(5);
            gateway.chat(Chat.whole("hi").replaceFirst("\\{", "{\"stop\":\"hello\","));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitThatNothingIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(gateway.liveHeap()).isLessThan(heap + HEAP_LEFT);
                    assertThat(gateway.liveThreads()).isLessThan(threads + THREADS_LEFT);
                });
    }
}
