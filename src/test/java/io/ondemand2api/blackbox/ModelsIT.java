package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ModelsIT {

    private static List<String> listed(GatewayUnderTest gateway) {
        JsonNode data = Chat.json(gateway.get("/v1/models").body()).path("data");
        return StreamSupport.stream(data.spliterator(), false)
                .map(model -> model.path("id").asText())
                .toList();
    }

    private static int asked(GatewayUnderTest gateway, String model) {
        return gateway.chat(Chat.whole("hi").replace("gpt-4o", model)).statusCode();
    }

    @Test
    void theLiveRegistryAndTheAliasesAreListedButNothingInactive() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            Awaitility.await().until(() -> listed(gateway).contains("predefined-claude-sonnet-5"));

            assertThat(listed(gateway)).contains("gpt-4o", "claude-4-sonnet").doesNotContain("o3-mini");
            assertThat(asked(gateway, "o3-mini")).isEqualTo(404);
            assertThat(asked(gateway, "predefined-claude-sonnet-5")).isEqualTo(200);
            assertThat(asked(gateway, "claude-sonnet-5"))
                    .as("by the registry's own name")
                    .isEqualTo(200);
            assertThat(asked(gateway, "predefined-nobody-knows"))
                    .as("decided by the upstream")
                    .isEqualTo(404);
            assertThat(gateway.get("/v1/models/predefined-simulated%2Fwith-slash")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.get("/v1/models/predefined-simulated/with-slash").statusCode())
                    .isEqualTo(200);
            assertThat(gateway.get("/v1/models/nobody").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whileTheRegistryWasNeverReachedAliasesAreTakenAsTheyStandAndThenItIsRead() {
        GatewayUnderTest.Prepared prepared = GatewayUnderTest.prepare(Map.of("ondemand.modelsRetry", "300"));
        prepared.simulator().onListEndpoints(call -> Behaviour.atOnce().refusing(500, "server_error", "no"));
        try (GatewayUnderTest gateway = prepared.start()) {
            assertThat(listed(gateway)).contains("gpt-4o", "o3-mini").noneMatch(id -> id.startsWith("predefined-"));
            assertThat(asked(gateway, "gpt-4o")).isEqualTo(200);
            assertThat(asked(gateway, "claude-sonnet-5")).isEqualTo(404);

            gateway.simulator().resetToDefaults();

            Awaitility.await().until(() -> listed(gateway).contains("predefined-claude-sonnet-5"));
            assertThat(listed(gateway)).doesNotContain("o3-mini");
        }
    }

    @Test
    void theLastGoodListIsKeptWhenTheUpstreamFails() {
        try (GatewayUnderTest gateway =
                GatewayUnderTest.start(Map.of("ondemand.modelsRetry", "100", "ondemand.modelsRefresh", "100"))) {
            Awaitility.await().until(() -> listed(gateway).contains("predefined-claude-sonnet-5"));
            gateway.simulator().onListEndpoints(call -> Behaviour.atOnce().badGateway());
            long before = gateway.simulator().calls().of(CallKind.LIST_ENDPOINTS);

            Awaitility.await().until(() -> gateway.simulator().calls().of(CallKind.LIST_ENDPOINTS) > before + 1);

            assertThat(listed(gateway)).contains("predefined-claude-sonnet-5").doesNotContain("o3-mini");
        }
    }
}
