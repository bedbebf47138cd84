package io.ondemand2api.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Helm chart; what needs {@code helm} runs where the machine has it. */
class HelmTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path CHART = Path.of("deploy", "helm", "ondemand2api");
    private static final String[] EVERYTHING = {
        "ingress.enabled=true",
        "ingress.tlsSecret=tls",
        "serviceMonitor.enabled=true",
        "networkPolicy.collector.namespace=observability",
        "networkPolicy.proxy.cidr=10.1.2.3/32",
        "properties=gateway.attempts=4",
        "routes.own\\.camel\\.yaml=- route: {}",
        "imagePullSecrets={registry}",
        "podAnnotations.a=b"
    };

    private static List<JsonNode> yaml(String text) {
        List<JsonNode> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(text)
                .forEach(document -> documents.add(JSON.valueToTree(document)));
        documents.removeIf(JsonNode::isNull);
        return documents;
    }

    private static String helm(String... settings) throws IOException, InterruptedException {
        assumeThat(Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "helm"))))
                .isTrue();
        List<String> command = new ArrayList<>(
                List.of("helm", "template", "ondemand2api", CHART.toString(), "--kube-version", "1.34.0"));
        Arrays.stream(settings).forEach(setting -> command.addAll(List.of("--set", setting)));
        Path said = Files.createTempFile("helm", ".yaml");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }

    private static JsonNode kind(List<JsonNode> documents, String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theValuesFitTheirSchemaWhichKnowsEachOfThem() throws IOException {
        JsonNode values = yaml(Files.readString(CHART.resolve("values.yaml"))).get(0);
        JsonNode schema = JSON.readTree(CHART.resolve("values.schema.json").toFile());

        assertThat(SchemaRegistry.withDialect(Dialects.getDraft7())
                        .getSchema(schema)
                        .validate(values))
                .isEmpty();
        assertThat(schema.path("properties").properties())
                .filteredOn(property -> !property.getKey().equals("global"))
                .extracting(property -> property.getKey())
                .containsExactlyInAnyOrderElementsOf(values.properties().stream()
                        .map(value -> value.getKey())
                        .toList());
    }

    @Test
    void whatIsRenderedFitsKubernetes() throws Exception {
        for (String[] settings : new String[][] {{}, EVERYTHING, {"autoscaling.enabled=false"}}) {
            List<JsonNode> documents = yaml(helm(settings));
            assertThat(documents).hasSizeGreaterThan(4);
            for (JsonNode document : documents) {
                assertThat(KubernetesTest.problems(document)).isEmpty();
            }
        }
    }

    @Test
    void theChartAndTheManifestsAgreeOnThePod() throws Exception {
        JsonNode chart = kind(yaml(helm()), "Deployment").at("/spec/template/spec");
        JsonNode plain = yaml(Files.readString(Path.of("deploy/kubernetes/deployment.yaml")))
                .get(0)
                .at("/spec/template/spec");

        for (String part :
                List.of("terminationGracePeriodSeconds", "securityContext", "automountServiceAccountToken")) {
            assertThat(chart.path(part)).as(part).isEqualTo(plain.path(part));
        }
        for (String part :
                List.of("ports", "startupProbe", "readinessProbe", "livenessProbe", "resources", "securityContext")) {
            assertThat(chart.at("/containers/0/" + part)).as(part).isEqualTo(plain.at("/containers/0/" + part));
        }
    }

    @Test
    void theOptionsAreRenderedWhereTheyAreWanted() throws Exception {
        List<JsonNode> all = yaml(helm(EVERYTHING));

        assertThat(kind(all, "NetworkPolicy").path("spec").path("egress").findValuesAsText("cidr"))
                .containsExactly("10.1.2.3/32");
        assertThat(kind(all, "Ingress").at("/metadata/annotations").toString()).contains("proxy-buffering\":\"off\"");
        assertThat(kind(all, "HorizontalPodAutoscaler")
                        .at("/spec/metrics/0/pods/metric/name")
                        .asText())
                .isEqualTo("ondemand2api_upstream_streams");
        assertThat(helm("nonsense=1")).contains("nonsense");
        assertThat(helm("env.PORT=1")).contains("env");
    }
}
