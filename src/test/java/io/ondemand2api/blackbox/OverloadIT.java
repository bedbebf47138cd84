package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OverloadIT {

    private static final Behaviour SLOW =
            Behaviour.atOnce().saying(Collections.nCopies(400, "word ")).deltasEvery(Duration.ofMillis(50));

    private static List<RawClient> open(GatewayUnderTest gateway, int streams) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            RawClient client = new RawClient(gateway.port());
            client.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
            clients.add(client);
        }
        return clients;
    }

    private static JsonNode error(HttpResponse<String> response) {
        return Chat.json(response.body()).path("error");
    }

    @Test
    void whoComesWhenItIsFullIsToldSoAtOnceAndNobodyHangs() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.maxConcurrentRequests", "3"))) {
            gateway.simulator().onQuery(query -> SLOW);
            List<RawClient> clients = open(gateway, 3);

            HttpResponse<String> refused = gateway.chat(Chat.whole("one more"));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(error(refused).path("code").asText()).isEqualTo("server_is_overloaded");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
            assertThat(gateway.get("/v1/models").statusCode())
                    .as("needs no place")
                    .isEqualTo(200);
            clients.forEach(RawClient::close);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            Awaitility.await().until(() -> gateway.chat(Chat.whole("again")).statusCode() == 200);
        }
    }

    @Test
    void oneClientCannotTakeItAll() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of(
                "gateway.clientKeys",
                GatewayUnderTest.CLIENT_KEY + ",another-client",
                "gateway.maxConcurrentRequestsPerClient",
                "2"))) {
            gateway.simulator().onQuery(query -> SLOW);
            List<RawClient> clients = open(gateway, 2);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

            HttpResponse<String> refused = gateway.chat(Chat.whole("one more"));

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
            assertThat(gateway.chatAs("another-client", Chat.whole("hello")).statusCode())
                    .isEqualTo(200);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void allBodiesTogetherAreBounded() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.maxBodyBytesInFlight", "100000"))) {
            gateway.simulator().onQuery(query -> SLOW);
            RawClient large = new RawClient(gateway.port());
            large.chat(Chat.streamed("x".repeat(20_000))).lineThatStartsWith("data: ");

            HttpResponse<String> refused = gateway.chat(Chat.whole("y".repeat(20_000)));

            assertThat(refused.statusCode()).isEqualTo(503);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            assertThat(gateway.chat(Chat.whole("small")).statusCode()).isEqualTo(200);
            large.close();
            Awaitility.await()
                    .until(() -> gateway.chat(Chat.whole("y".repeat(20_000))).statusCode() == 200);
        }
    }

    @Test
    void aRequestThatWantsMoreMemoryThanAnyMayHaveIsTooLarge() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.maxBodyBytesInFlight", "100000"))) {
            // the first is too much as it comes, the second when it is read
            for (int characters : new int[] {60_000, 40_000}) {
                HttpResponse<String> refused = gateway.chat(Chat.whole("\u00e4".repeat(characters / 2)));

                assertThat(refused.statusCode()).isEqualTo(413);
                assertThat(error(refused).path("code").asText()).isEqualTo("request_too_large");
                assertThat(error(refused).path("message").asText()).contains("93750 bytes");
                assertThat(refused.headers().firstValue("retry-after")).isEmpty();
            }
            assertThat(gateway.chat(Chat.whole("small")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aKeyThatDiesInABurstCostsNoRequestThatAnotherCouldServe() {
        try (GatewayUnderTest gateway =
                GatewayUnderTest.start(Map.of("ondemand.apiKeys", "dying,healthy", "gateway.spuriousRetries", "0"))) {
            AtomicBoolean dead = new AtomicBoolean();
            gateway.simulator()
                    .onQuery(query -> dead.get() && query.apikey().equals("dying")
                            ? Behaviour.atOnce().refusing(402, "no_credit", "no")
                            : Behaviour.atOnce().saying("fine").firstDeltaAfter(Duration.ofMillis(50)));
            ExecutorService clients = Executors.newFixedThreadPool(200);
            try {
                List<CompletableFuture<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    String text = "burst " + i;
                    answers.add(CompletableFuture.supplyAsync(
                            () -> gateway.chat(Chat.whole(text)).statusCode(), clients));
                    dead.set(i > 60);
                }
                assertThat(answers)
                        .allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
            } finally {
                clients.shutdownNow();
            }
            long asked = gateway.simulator().calls().of(CallKind.QUERY, "dying");

            for (int i = 0; i < 20; i++) {
                gateway.chat(Chat.whole("after " + i));
            }

            assertThat(gateway.simulator().calls().of(CallKind.QUERY, "dying")).isEqualTo(asked);
            assertThat(Chat.json(gateway.get("/").body())
                            .at("/key_states/key-1/state")
                            .asText())
                    .isEqualTo("dead");
        }
    }

    @Test
    void slowReadersHoldNobodyUpAndLittleMemory() throws IOException {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.writeTimeout", "2s"))) {
            String large = "x".repeat(10_000);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(Collections.nCopies(2000, large)));
            List<RawClient> readers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                RawClient reader = new RawClient(gateway.port());
                reader.socket().setReceiveBufferSize(4096);
                readers.add(reader.chat(Chat.streamed("read slowly")));
            }
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

            assertThat(gateway.chat(Chat.whole("others")).statusCode()).isEqualTo(200);
            // 30 answers of 20 MB each would not fit this heap
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Chat.json(gateway.get("/").body())
                                    .at("/key_states/key-1/in_flight")
                                    .asInt()
                            == 0);
            assertThat(Chat.json(gateway.get("/").body())
                            .at("/key_states/key-1/failed")
                            .asInt())
                    .isZero();
            readers.forEach(RawClient::close);
        }
    }

    @Test
    void aClientThatNeverReadsLosesItsConnection() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.writeTimeout", "2s"));
                RawClient reader = new RawClient(gateway.port())) {
            String large = "x".repeat(2_000);
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(Collections.nCopies(10_000, large)));
            reader.chat(Chat.streamed("never read"));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThatThrownBy(() -> reader.send("x")));
        }
    }
}
