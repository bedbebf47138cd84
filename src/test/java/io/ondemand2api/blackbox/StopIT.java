package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Camel is stopped without any signal: by {@code camel stop}, JMX or a program that embeds the gateway. */
class StopIT {

    @Test
    void whatIsUnderWayIsFinishedAndTheRestRefused() throws Exception {
        GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.drain.timeout", "30s"));
        gateway.simulator()
                .onQuery(query -> Behaviour.usual()
                        .firstDeltaAfter(Duration.ZERO)
                        .saying("one ", "two ", "three ")
                        .deltasEvery(Duration.ofSeconds(1)));
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("count")).lineThatStartsWith("data: ");

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> gateway.chat(Chat.whole("hi")).statusCode() == 503);
            HttpResponse<String> refused = gateway.chat(Chat.whole("hi"));
            assertThat(Chat.json(refused.body()).at("/error/code").asText()).isEqualTo("server_shutting_down");

            List<RawClient.Line> rest = client.data();
            assertThat(rest.get(rest.size() - 1).text()).isEqualTo("data: [DONE]");
            assertThat(rest).anyMatch(line -> line.text().contains("three "));
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anIdleGatewayStopsAtOnce() {
        GatewayUnderTest gateway = GatewayUnderTest.start();
        long began = System.nanoTime();

        gateway.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
}
