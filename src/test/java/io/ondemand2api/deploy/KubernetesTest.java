package io.ondemand2api.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds the manifests of {@code deploy/} to the schemas of Kubernetes, and to what the gateway really does. */
class KubernetesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path MANIFESTS = Path.of("deploy", "kubernetes");
    private static final String KUSTOMIZATION = "kustomization.yaml";

    private static List<JsonNode> documents(Path file) {
        try {
            List<JsonNode> documents = new ArrayList<>();
            String yaml = Files.readString(file);
            new Load(LoadSettings.builder().build())
                    .loadAllFromString(yaml)
                    .forEach(document -> documents.add(JSON.valueToTree(document)));
            return documents;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static List<Path> manifests() throws IOException {
        return files(MANIFESTS).stream()
                .filter(file -> !file.endsWith(KUSTOMIZATION))
                .toList();
    }

    static List<String> problems(JsonNode manifest) throws IOException {
        ObjectNode schema =
                (ObjectNode) JSON.readTree(KubernetesTest.class.getResourceAsStream("/kubernetes/schema.json"));
        String kind = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        JsonNode root = schema.path("kinds").path(kind);
        assertThat(root.isMissingNode()).as("a schema of " + kind).isFalse();
        schema.setAll((ObjectNode) root);
        // a $ref has no siblings in draft 7, but the definitions it points to are found all the same
        Schema checker = SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(schema);
        return checker.validate(manifest).stream().map(Object::toString).toList();
    }

    private static JsonNode only(String file) {
        List<JsonNode> documents = documents(MANIFESTS.resolve(file));
        assertThat(documents).hasSize(1);
        return documents.get(0);
    }

    private static JsonNode pod() {
        return only("deployment.yaml").at("/spec/template/spec");
    }

    private static JsonNode container() {
        return pod().at("/containers/0");
    }

    private static Properties properties() throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<String> texts(List<JsonNode> values) {
        return values.stream().map(JsonNode::asText).toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestFitsTheSchemaOfItsKind(Path file) throws IOException {
        List<JsonNode> documents = documents(file);

        assertThat(documents).isNotEmpty();
        for (JsonNode document : documents) {
            assertThat(problems(document)).isEmpty();
        }
    }

    @Test
    void aMisspeltMemberOrAWrongTypeIsNoticed() throws IOException {
        JsonNode misspelt = only("deployment.yaml");
        ((ObjectNode) misspelt.at("/spec/template/spec")).put("terminationGraceSeconds", 1);
        JsonNode wrong = only("disruption-budget.yaml");
        ((ObjectNode) wrong.at("/spec")).putArray("maxUnavailable");

        assertThat(problems(misspelt)).hasSize(1).first().asString().contains("terminationGraceSeconds");
        assertThat(problems(wrong)).isNotEmpty();
    }

    @Test
    void theKustomizationTakesEveryManifestAndEveryRoute() throws IOException {
        JsonNode kustomization = only(KUSTOMIZATION);

        assertThat(texts(kustomization.path("resources")))
                .containsExactlyInAnyOrderElementsOf(manifests().stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.equals("secret.example.yaml"))
                        .toList());
        assertThat(texts(kustomization.at("/configMapGenerator/1/files")))
                .as("the files of ondemand2api-routes in deploy/kubernetes/kustomization.yaml: every file of routes/")
                .containsExactlyInAnyOrderElementsOf(files(Path.of("routes")).stream()
                        .map(route -> "../../routes/" + route.getFileName())
                        .toList());
    }

    @Test
    void everyNameThatThePodRefersToExists() {
        List<String> configMaps = new ArrayList<>();
        only(KUSTOMIZATION)
                .path("configMapGenerator")
                .forEach(map -> configMaps.add(map.path("name").asText()));
        JsonNode secret = only("secret.example.yaml");

        pod().findValues("configMap")
                .forEach(map -> assertThat(configMaps).contains(map.path("name").asText()));
        assertThat(pod().findValuesAsText("secretName"))
                .containsExactly(secret.at("/metadata/name").asText());
        assertThat(texts(pod().at("/containers/0/env").findValues("value")))
                .filteredOn(value -> value.startsWith("/run/secrets/ondemand2api/"))
                .hasSize(2)
                .allMatch(value -> secret.path("stringData").has(value.substring(value.lastIndexOf('/') + 1)));
        assertThat(pod().findValuesAsText("mountPath")).contains("/tmp", "/app/routes", "/app/application.properties");
    }

    @Test
    void theGraceOfAPodAndOfComposeIsLongerThanTheDrain() throws IOException {
        Properties properties = properties();
        Duration drain = seconds(properties.getProperty("gateway.drain.minWait", "5s"))
                .plus(seconds(properties.getProperty("gateway.drain.timeout", "120s")));
        JsonNode compose = documents(Path.of("docker-compose.yml")).get(0);

        assertThat(pod().path("terminationGracePeriodSeconds").asLong()).isGreaterThan(drain.toSeconds());
        assertThat(seconds(
                        compose.at("/services/ondemand2api/stop_grace_period").asText()))
                .isGreaterThan(drain);
    }

    @Test
    void composePassesEveryDocumentedVariable() throws IOException {
        JsonNode service = documents(Path.of("docker-compose.yml")).get(0).at("/services/ondemand2api");
        List<String> documented = Pattern.compile("`([A-Z][A-Z_]+[A-Z])`")
                .matcher(Files.readString(Path.of("docs/configuration.md"))
                        .lines()
                        .filter(line -> line.startsWith("| `") && line.contains("` |"))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(name -> name.group(1))
                .toList();

        assertThat(documented).hasSizeGreaterThan(10);
        assertThat(service.path("environment").properties())
                .extracting(variable -> variable.getKey())
                .containsAll(documented);
        assertThat(service.at("/env_file/0/path").asText())
                .as("for OTEL_* and properties by their variables")
                .isEqualTo(".env");
    }

    @Test
    void theDocumentedGraceIsTheOneOfComposeAndOfThePod() throws IOException {
        long grace = pod().path("terminationGracePeriodSeconds").asLong();

        assertThat(documents(Path.of("docker-compose.yml"))
                        .get(0)
                        .at("/services/ondemand2api/stop_grace_period")
                        .asText())
                .isEqualTo(grace + "s");
        assertThat(Files.readString(Path.of("deploy/README.md")))
                .contains("the grace period is " + grace + " s in Kubernetes and in Compose");
    }

    private static Duration seconds(String text) {
        return Duration.parse("PT" + text);
    }

    @Test
    void thePortsAreTheGatewaysOwn() throws IOException {
        Properties properties = properties();
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        String api = container().at("/ports/0/containerPort").asText();
        String management = container().at("/ports/1/containerPort").asText();

        assertThat(properties.getProperty("camel.server.port")).endsWith(":" + api + "}}");
        assertThat(properties.getProperty("camel.management.port")).endsWith(":" + management + "}}");
        assertThat(dockerfile).contains("EXPOSE " + api + " " + management);
        assertThat(Files.readString(Path.of("README.md"))).startsWith("---\n").contains("\napp_port: " + api + "\n");
    }

    @Test
    void aRestartIsDecidedByLivenessAlone() throws IOException {
        for (String probe : List.of("startupProbe", "livenessProbe")) {
            assertThat(container().at("/" + probe + "/httpGet/path").asText()).isEqualTo("/observe/health/live");
        }
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/observe/health/ready");
        assertThat(Files.readString(Path.of("deploy/README.md")))
                .contains("| startup, liveness | `/observe/health/live` |")
                .contains("| readiness | `/observe/health/ready` |");
        assertThat(container().at("/livenessProbe/timeoutSeconds").asInt())
                .as("longer than gateway.eventLoopPatience")
                .isGreaterThan(2);
    }

    @Test
    void aPodIsRestricted() {
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod().at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod().path("automountServiceAccountToken").asBoolean(true)).isFalse();
        JsonNode security = container().path("securityContext");
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
    }
}
