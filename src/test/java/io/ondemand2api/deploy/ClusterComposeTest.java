package io.ondemand2api.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ClusterComposeTest {

    private static final Path NGINX = Path.of("deploy/nginx.cluster.conf");

    private static JsonNode services() throws IOException {
        return read(Path.of("deploy/docker-compose.cluster.yml")).path("services");
    }

    private static JsonNode read(Path file) throws IOException {
        return new JsonMapper()
                .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    private static List<String> gateways() throws IOException {
        return services().properties().stream()
                .map(service -> service.getKey())
                .filter(name -> name.startsWith("gateway-"))
                .toList();
    }

    @Test
    void everyGatewayIsBehindNginxAndSharesTheRedisThatIsThere() throws IOException {
        String nginx = Files.readString(NGINX);

        assertThat(gateways()).hasSizeGreaterThan(1).allSatisfy(name -> {
            URI state = URI.create(
                    services().path(name).at("/environment/GATEWAY_STATE").asText());
            assertThat(services().has(state.getHost())).isTrue();
            assertThat(nginx).contains("server " + name + ":7860;");
        });
        assertThat(services().at("/nginx/volumes/0").asText()).startsWith("./" + NGINX + ":");
    }

    @Test
    void nginxWaitsLongerThanARequestMayTakeAndKeepsConnectionsShorterThanTheGateway() throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(Path.of("application.properties"))) {
            properties.load(in);
        }

        assertThat(nginx("proxy_read_timeout")).isGreaterThan(millis(properties, "gateway.totalTimeout"));
        assertThat(nginx("keepalive_timeout")).isLessThan(millis(properties, "gateway.keepAliveTimeout"));
    }

    @Test
    void aGatewayHasTheGraceThatItHasAlone() throws IOException {
        String alone = read(Path.of("docker-compose.yml"))
                .at("/services/ondemand2api/stop_grace_period")
                .asText();

        for (String name : gateways()) {
            assertThat(services().path(name).path("stop_grace_period").asText()).isEqualTo(alone);
        }
    }

    private static long millis(Properties properties, String name) {
        return TimeUtils.toMilliSeconds(properties.getProperty(name));
    }

    private static long nginx(String directive) throws IOException {
        return Pattern.compile(directive + " (\\S+);")
                .matcher(Files.readString(NGINX))
                .results()
                .map(found -> TimeUtils.toMilliSeconds(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
