package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealthIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("ondemand.apiKeys", "secret-a, secret-b"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> anonymous(String path) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path)).build());
    }

    @Test
    void everybodySeesTheCounts() {
        JsonNode page = Chat.json(anonymous("/").body());

        assertThat(page.path("status").asText()).isEqualTo("ok");
        assertThat(page.path("keys").asInt()).isEqualTo(2);
        assertThat(page.at("/states/up").asInt()).isEqualTo(2);
        assertThat(page.has("key_states")).isFalse();
    }

    @Test
    void aClientSeesEachKeyByItsLabelAndNeverItsValue() {
        String page = gateway.get("/").body();

        assertThat(Chat.json(page).at("/key_states/key-2/state").asText()).isEqualTo("up");
        assertThat(page).doesNotContain("secret-");
    }

    @Test
    void aBrowserMayAskForAnIcon() {
        assertThat(anonymous("/favicon.ico").statusCode()).isEqualTo(204);
    }

    @Test
    void theManagementPortTellsLifeReadinessAndMetrics() {
        for (String path : new String[] {"/observe/health", "/observe/health/live", "/observe/health/ready"}) {
            HttpResponse<String> health = GatewayUnderTest.send(
                    HttpRequest.newBuilder(gateway.management(path)).build());
            assertThat(health.statusCode()).as(path).isEqualTo(200);
        }
        String metrics = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                        .build())
                .body();
        assertThat(metrics).contains("camel_").doesNotContain("secret-");
        assertThat(anonymous("/observe/metrics").statusCode())
                .as("not for clients")
                .isEqualTo(404);
    }

    /** The newest JVM at hand must give it: it is taken by reflection, and would be missed by nothing but slowness. */
    @Test
    void fromJava24OnRequestsRunOnEventLoopsAndLivenessSaysSo() {
        String live = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/live?data=true"))
                        .build())
                .body();
        int java = Runtime.version().feature();

        assertThat(live)
                .contains("\"requests.threads\":\""
                        + (java >= 24 ? "event_loop" : java >= 21 ? "virtual_thread" : "worker_pool") + "\"");
        assertThat(live.contains("older than 24")).isEqualTo(java < 24);
    }
}
