package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Agents ask again within milliseconds, while the upstream's stream runs on for two seconds behind each answer. */
class AgentLoopIT {

    private static final Duration TAIL = Duration.ofSeconds(2);

    private static GatewayUnderTest gateway(Duration model, Duration session) {
        GatewayUnderTest gateway = GatewayUnderTest.start(Map.of(
                "ondemand.turnWaitTimeout", "0",
                "ondemand.warmSessions", "2"));
        gateway.simulator().onCreateSession(call -> Behaviour.atOnce().sessionAfter(session));
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(model)
                        .saying(AgentLoop.call(query.ordinal()))
                        .doneAfter(TAIL));
        return gateway;
    }

    @Test
    void aLoopOfFiftyStepsTakesLittleMoreThanTheModelItself() {
        Duration model = Duration.ofMillis(100);
        try (GatewayUnderTest gateway = gateway(model, Duration.ofMillis(300))) {
            Duration took = new AgentLoop(gateway, "contents").run(1, 50);

            // with a tail at each step it were 21 times the model's own time, with a session 4 times
            assertThat(took).isLessThan(model.multipliedBy(50).multipliedBy(2));
            assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
        }
    }

    @Test
    void twentyLoopsAtOnceFindTheirSessionsReady() {
        Duration model = Duration.ofMillis(200);
        try (GatewayUnderTest gateway = gateway(model, Duration.ofMillis(1000))) {
            Duration took = new AgentLoop(gateway, "contents").run(20, 25);

            // with a session to be made at each step it were 6 times the model's own time
            assertThat(took).isLessThan(model.multipliedBy(25).multipliedBy(3));
            assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
        }
    }

    @Test
    void noneOfTwentyNewAgentsWaitsForTheSessionOfAnother() {
        Duration session = Duration.ofSeconds(5);
        List<Long> begun = Collections.synchronizedList(new ArrayList<>());
        try (GatewayUnderTest gateway = gateway(Duration.ZERO, session)) {
            gateway.simulator().onCreateSession(call -> {
                begun.add(System.nanoTime());
                return Behaviour.atOnce().sessionAfter(session);
            });
            new AgentLoop(gateway, "contents").run(20, 1);

            // two may have been ready: all others are begun before the first of them is made
            assertThat(begun).hasSizeGreaterThanOrEqualTo(18);
            assertThat(Duration.ofNanos(begun.get(17) - begun.get(0))).isLessThan(session);
            assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
        }
    }

    @Test
    void theSessionsThatTheyLeaveBehindAreDeletedWhenTheirStreamsHaveEnded() {
        try (GatewayUnderTest gateway = gateway(Duration.ZERO, Duration.ZERO)) {
            new AgentLoop(gateway, "contents").run(2, 5);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.simulator().openStreams() == 0);
            // all but the last of each, which the next turn may go on in
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.simulator().sessionsDeleted() == 8);
            assertThat(gateway.simulator().abortedStreams()).isZero();
        }
    }
}
