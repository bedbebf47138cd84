package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import java.time.Duration;
import java.util.Collections;
import org.apache.camel.spi.InflightRepository;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisconnectIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void endless() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(1000, "word "))
                        .deltasEvery(Duration.ofMillis(50)));
    }

    @Test
    void aClientThatLeavesMidStreamEndsTheUpstreamWithinASecond() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
        }

        abortedWithinASecond(1);
        nothingIsHeldAgainstTheKey();
    }

    @Test
    void aClientThatLeavesMidStreamIsNothingToWarnOf() {
        try (LogCapture log = new LogCapture()) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
            }
            abortedWithinASecond(1);

            // the platform has its say only after the gateway's own line
            Awaitility.await().until(() -> log.text().contains("error=client_closed"));
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> !log.text().contains("WARN") && !log.text().contains("Exception"));
        }
    }

    @Test
    void aClientThatLeavesWhileItWaitsForAWholeAnswerEndsTheUpstreamToo() {
        RawClient client = new RawClient(gateway.port()).chat(Chat.whole("go"));
        Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);

        client.close();

        abortedWithinASecond(1);
        nothingIsHeldAgainstTheKey();
    }

    @Test
    void aClientThatLeavesBeforeTheUpstreamsHeadersEndsTheCall() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().headersAfter(Duration.ofSeconds(20)));
        RawClient client = new RawClient(gateway.port()).chat(Chat.streamed("go"));
        Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);

        client.close();

        abortedWithinASecond(1);
        nothingIsHeldAgainstTheKey();
    }

    @Test
    void aClientThatLeavesWhileTheSessionIsCreatedAsksNothing() {
        gateway.simulator().onCreateSession(call -> Behaviour.atOnce().sessionAfter(Duration.ofSeconds(5)));
        long sessions = gateway.simulator().calls().of(CallKind.CREATE_SESSION);
        RawClient client = new RawClient(gateway.port()).chat(Chat.streamed("go"));
        Awaitility.await().until(() -> gateway.simulator().calls().of(CallKind.CREATE_SESSION) > sessions);

        client.close();

        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> key().path("in_flight").asInt() == 0);
        assertThat(gateway.simulator().queries()).isEmpty();
        nothingIsHeldAgainstTheKey();
    }

    @Test
    void aHundredLeavingClientsOpenNoBreaker() {
        for (int i = 0; i < 100; i++) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
            }
        }

        abortedWithinASecond(100);
        nothingIsHeldAgainstTheKey();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("still here"));
        assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatLeavesWithItsLastByteLeavesNoExchangeBehind() {
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send("GET " + (i % 2 == 0 ? "/" : "/v1/models") + " HTTP/1.1\r\nHost: x\r\nX-API-KEY: "
                        + GatewayUnderTest.CLIENT_KEY + "\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }

        noExchangeIsLeft();
    }

    private static void noExchangeIsLeft() {
        InflightRepository exchanges = gateway.main().getCamelContext().getInflightRepository();
        Awaitility.await().until(() -> exchanges.size() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noLeavingClientIsWorthAWarning(boolean streamed) {
        String body = streamed ? Chat.streamed("go") : Chat.whole("go");
        try (LogCapture log = new LogCapture()) {
            try (RawClient midStream = new RawClient(gateway.port())) {
                midStream.chat(body);
                if (streamed) {
                    midStream.lineThatStartsWith("data: ");
                } else {
                    Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);
                }
            }
            abortedWithinASecond(1);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().headersAfter(Duration.ofSeconds(20)));
            try (RawClient beforeHeaders = new RawClient(gateway.port())) {
                beforeHeaders.chat(body);
                Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);
            }
            abortedWithinASecond(2);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().firstDeltaAfter(Duration.ofMillis(300)));
            try (RawClient atTheEnd = new RawClient(gateway.port())) {
                atTheEnd.chat(body);
                Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);
            }
            Awaitility.await().until(() -> key().path("in_flight").asInt() == 0);
            // the last step of a request's route comes after its key is free
            noExchangeIsLeft();

            assertThat(log.text().lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
            assertThat(log.text()).doesNotContain("Response head already sent");
        }
    }

    private static void abortedWithinASecond(int streams) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> gateway.simulator().abortedStreams() == streams
                        && gateway.simulator().openStreams() == 0);
    }

    private static void nothingIsHeldAgainstTheKey() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> key().path("in_flight").asInt() == 0);
        assertThat(key().path("failed").asInt()).isZero();
        assertThat(key().path("state").asText()).isEqualTo("up");
    }

    private static JsonNode key() {
        return Chat.json(gateway.get("/").body()).at("/key_states/key-1");
    }
}
