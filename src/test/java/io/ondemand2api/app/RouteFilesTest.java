package io.ondemand2api.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The route files as a visual editor such as Kaoto, a dashboard and an operator need them. */
class RouteFilesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String EXTENSION = ".camel.yaml";

    /** Steps whose working is tuned in the file or seen in metrics. */
    private static final Set<String> MEASURED = Set.of("circuitBreaker", "split", "loop", "filter", "choice");

    private static Schema schema;

    /** A step, a branch of one or the start of a route. */
    private record Node(String kind, String at, JsonNode value) {

        String id() {
            return value.path("id").asText("");
        }

        boolean measured() {
            return MEASURED.contains(kind)
                    || value.path("parameters").toString().contains("{{");
        }

        @Override
        public String toString() {
            return at + " " + kind + " " + id();
        }
    }

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = SchemaRegistry.withDialect(Dialects.getDraft4()).getSchema(JSON.readTree(in));
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    private static JsonNode read(Path file) throws IOException {
        Load yaml = new Load(LoadSettings.builder().build());
        return JSON.valueToTree(yaml.loadFromString(Files.readString(file)));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(EXTENSION, "");
    }

    /** Everything in the file that Camel makes a node of, in its order. */
    private static List<Node> nodes(Path file) throws IOException {
        List<Node> nodes = new ArrayList<>();
        JsonNode only = read(file).path(0);
        String kind = only.fieldNames().next();
        JsonNode top = only.path(kind);
        nodes.add(new Node(kind, name(file), top));
        if (top.has("from")) {
            nodes.add(new Node("from", name(file), top.path("from")));
            collect(top.path("from"), name(file), nodes);
        }
        top.path("onException").forEach(entry -> {
            nodes.add(new Node("onException", name(file), entry.path("onException")));
            collect(entry.path("onException"), name(file), nodes);
        });
        return nodes;
    }

    private static void collect(JsonNode parent, String at, List<Node> into) {
        parent.path("steps")
                .forEach(step -> step.properties()
                        .forEach(entry -> collect(new Node(entry.getKey(), at, entry.getValue()), at, into)));
        for (String branches : List.of("when", "doCatch")) {
            parent.path(branches).forEach(branch -> collect(new Node(branches, at, branch), at, into));
        }
        for (String branch : List.of("otherwise", "doFinally", "onFallback")) {
            if (parent.has(branch)) {
                collect(new Node(branch, at, parent.path(branch)), at, into);
            }
        }
    }

    private static void collect(Node node, String at, List<Node> into) {
        into.add(node);
        collect(node.value(), at, into);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValidByTheSchemaOfCamelsYaml(Path file) throws IOException {
        List<Error> faults = schema.validate(read(file));

        assertThat(faults).isEmpty();
    }

    @Test
    void theSchemaWouldSeeAFault() throws IOException {
        JsonNode misspelt = JSON.readTree(
                read(Path.of("routes", "answer.camel.yaml")).toString().replace("doWhile", "dowhile"));

        assertThat(schema.validate(misspelt)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsOneRouteOfItsNameThatSaysWhatItIsFor(Path file) throws IOException {
        assertThat(file.getFileName().toString()).endsWith(EXTENSION);
        JsonNode entries = read(file);
        assertThat(entries).hasSize(1);
        Node top = nodes(file).get(0);
        assertThat(top.kind()).isIn("route", "routeConfiguration");
        assertThat(top.id()).isEqualTo(name(file));
        assertThat(top.value().path("description").asText()).isNotBlank();
        JsonNode from = top.value().path("from");
        if (from.path("uri").asText().equals("direct")) {
            assertThat(from.at("/parameters/name").asText()).isEqualTo(name(file));
        }
    }

    @Test
    void everyNodeHasAnIdOfItsOwnInKebabCase() throws IOException {
        Map<String, Node> seen = new TreeMap<>();
        for (Path file : files()) {
            List<Node> nodes = nodes(file);
            assertThat(nodes).hasSizeGreaterThan(1);
            for (Node node : nodes) {
                assertThat(node.id()).as("id of %s", node).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
                assertThat(seen.put(node.id(), node)).as("%s again", node).isNull();
            }
        }
    }

    @Test
    void everyNodeThatIsMeasuredOrTunedSaysWhatItDoes() throws IOException {
        for (Path file : files()) {
            for (Node node : nodes(file)) {
                if (node.measured()) {
                    assertThat(node.value().path("description").asText())
                            .as("description of %s", node)
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void everyPathThatCanBeReadAnswersHeadToo() throws IOException {
        for (Path file : files()) {
            JsonNode methods = read(file).at("/0/route/from/parameters/httpMethodRestrict");
            List<String> allowed = List.of(methods.asText().split(","));

            assertThat(allowed.contains("HEAD")).as("HEAD in %s", file).isEqualTo(allowed.contains("GET"));
        }
    }

    @Test
    void endpointsAndExpressionsAreInTheCanonicalForm() throws IOException {
        for (Path file : files()) {
            for (Node node : nodes(file)) {
                // parameters as fields, not within the address
                assertThat(node.value().path("uri").asText())
                        .as("uri of %s", node)
                        .doesNotContain("?")
                        .matches("|[a-z-]+|\\{\\{.*}}");
                // no shorthand such as `- to: direct:x`, and no language beside the step's own options
                assertThat(node.value().isObject()).as("form of %s", node).isTrue();
                assertThat(node.value().has("simple")
                                || node.value().has("constant")
                                || node.value().has("method"))
                        .as("expression of %s in a block `expression`", node)
                        .isEqualTo(node.kind().equals("bean") && node.value().has("method"));
            }
        }
    }

    @Test
    void noParameterOfAStepLosesABackslash() throws IOException {
        try (Stream<Path> steps = Files.list(Path.of("kamelets"))) {
            for (Path step : steps.toList()) {
                assertThat(Files.readAllLines(step))
                        .as("Camel drops a backslash before the last character of a text with placeholders: " + step)
                        .noneMatch(line -> line.endsWith("}}\"") || line.endsWith("}}"));
            }
        }
    }
}
