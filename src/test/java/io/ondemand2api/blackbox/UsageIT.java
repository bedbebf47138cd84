package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of who used how much. */
class UsageIT {

    @TempDir
    private Path folder;

    private GatewayUnderTest start(Path file) {
        GatewayUnderTest gateway = GatewayUnderTest.start(
                Map.of("gateway.usage.file", file.toString(), "gateway.clientKeys", "client-secret-1,client-secret-2"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("an answer"));
        return gateway;
    }

    private static String get(GatewayUnderTest gateway, String page) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/console/" + page))
                        .build())
                .body();
    }

    private static void awaitRequests(GatewayUnderTest gateway, String client, int count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode months = Chat.json(get(gateway, "usage/month/client"));
            assertThat(months.findValuesAsText("part")).contains(client);
            months.forEach(month -> {
                if (month.path("part").asText().equals(client)) {
                    assertThat(month.path("requests").asInt()).isEqualTo(count);
                }
            });
        });
    }

    @Test
    void useIsSummedUpForEachClientAndKeptOverARestart() throws Exception {
        Path file = folder.resolve("usage.csv");
        try (GatewayUnderTest gateway = start(file)) {
            gateway.chat(Chat.whole("what the user said"));
            gateway.chatAs("client-secret-2", Chat.whole("what the user said"));
            gateway.chatAs("client-secret-2", Chat.whole("what the user said").replace("gpt-4o", "=made-up"));
            awaitRequests(gateway, "client-1", 1);
            awaitRequests(gateway, "client-2", 2);
            assertThat(get(gateway, "usage/day/model"))
                    .contains("gpt-4o", "_other")
                    .doesNotContain("made-up");
        }
        assertThat(Files.readString(file)).contains("client-2").doesNotContain("secret", "what the user said");

        try (GatewayUnderTest gateway = start(file)) {
            gateway.chat(Chat.whole("what the user said"));
            awaitRequests(gateway, "client-1", 2);
            awaitRequests(gateway, "client-2", 2);
            assertThat(get(gateway, "usage.csv")).startsWith("day,client,key,model,requests,");
            assertThat(get(gateway, "usage/year/client")).contains("no such page");
        }
    }

    @Test
    void aFileThatHoldsSomethingElseStopsTheStartAndStaysAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("usage.csv"), "name,amount\n");

        assertThatThrownBy(() -> start(file))
                .hasStackTraceContaining("gateway.usage.file")
                .hasStackTraceContaining("line 1 of");
        assertThat(Files.readString(file)).isEqualTo("name,amount\n");
    }
}
