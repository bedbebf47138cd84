package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With LOG_FORMAT=json a collector can read every line, those of libraries included. */
class JsonLogIT {

    @TempDir
    private Path directory;

    private static List<JsonNode> lines(GatewayProcess process) {
        List<JsonNode> lines = new ArrayList<>();
        process.said().lines().forEach(line -> {
            try {
                lines.add(new ObjectMapper().readTree(line));
            } catch (Exception noJson) {
                throw new AssertionError("no JSON: " + line, noJson);
            }
        });
        return lines;
    }

    @Test
    void everyLineIsJsonThoseOfTheExportersIncluded() throws Exception {
        Map<String, String> environment = Map.of(
                "LOG_FORMAT",
                "json",
                "PRIVATE_KEY",
                GatewayUnderTest.CLIENT_KEY,
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + FreePort.next(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "100");
        try (GatewayProcess process = GatewayProcess.start(directory, environment)) {
            process.awaitAnswers(Duration.ofSeconds(60)).chat(Chat.whole("hello"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> process.said().contains("opentelemetry"));

            List<JsonNode> lines = lines(process);
            assertThat(lines).anySatisfy(line -> {
                assertThat(line.path("logger").asText()).startsWith("io.opentelemetry.");
                assertThat(line.path("level").asText()).isIn("WARN", "ERROR");
            });
            assertThat(lines)
                    .filteredOn(line -> line.path("logger").asText().equals("io.ondemand2api.requests"))
                    .filteredOn(line -> line.has("client"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.path("trace_id").asText()).matches("[0-9a-f]{32}");
                        assertThat(line.path("span_id").asText()).matches("[0-9a-f]{16}");
                    });
        }
    }

    @Test
    void faultsOfTheStartAreJsonToo() throws Exception {
        Map<String, String> environment =
                Map.of("LOG_FORMAT", "json", "GATEWAY_ATTEMPTS", "many", "GATEWAY_BODY_TIMEOUT", "soon");
        try (GatewayProcess process = GatewayProcess.start(directory, environment)) {
            assertThat(process.ended()).isTrue();

            assertThat(lines(process))
                    .filteredOn(line -> line.path("level").asText().equals("ERROR"))
                    .extracting(line -> line.path("message").asText())
                    .hasSize(2)
                    .anyMatch(sentence -> sentence.startsWith("gateway.attempts (from GATEWAY_ATTEMPTS) must be"));
        }
    }
}
