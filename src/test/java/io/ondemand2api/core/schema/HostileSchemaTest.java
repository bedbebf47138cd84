package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.management.ThreadMXBean;
import io.ondemand2api.blackbox.HostileSchemas;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema and all checks against it stay within the request's budget. */
@Timeout(60)
class HostileSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_BYTES = 50_000_000;

    static Stream<Arguments> refused() {
        return HostileSchemas.refused().entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    static Stream<Arguments> accepted() {
        return HostileSchemas.accepted().entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesBeforeAnythingIsChecked(String name, String schema) throws Exception {
        JsonNode node = JSON.readTree(HostileSchemas.json(schema));
        long before = allocated();

        assertThatThrownBy(() -> CompiledSchema.of(node, new SchemaBudget()))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageStartingWith("it");
        assertThat(allocated() - before).isLessThan(MAX_BYTES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void checksOrGivesUp(String name, String schema) throws Exception {
        JsonNode node = JSON.readTree(HostileSchemas.json(schema));
        for (JsonNode value : values()) {
            long before = allocated();
            SchemaBudget budget = new SchemaBudget();
            CompiledSchema compiled = CompiledSchema.of(node, budget);
            for (int round = 0; round < 3; round++) {
                List<Violation> violations = compiled.check(value);
                assertThat(violations).hasSizeLessThanOrEqualTo(5);
                assertThat(violations.toString()).hasSizeLessThan(4_000);
            }
            assertThat(allocated() - before).isLessThan(MAX_BYTES);
        }
    }

    @Test
    void sharesTheStepsOfOneRequest() throws Exception {
        SchemaBudget budget = new SchemaBudget(new SchemaLimits(1_000, 4_500, 100, 100), SchemaRunner.DIRECT);
        CompiledSchema one = CompiledSchema.of(JSON.readTree("{\"items\":{\"type\":\"integer\"}}"), budget);
        CompiledSchema other = CompiledSchema.of(JSON.readTree("{\"items\":{\"type\":\"number\"}}"), budget);
        ArrayNode value = JSON.createArrayNode();
        for (int i = 0; i < 500; i++) {
            value.add(i);
        }

        assertThat(one.check(value)).isEmpty();
        assertThat(other.check(value)).containsExactly(Violation.UNCHECKED);
        assertThat(one.check(value)).containsExactly(Violation.UNCHECKED);
    }

    @Test
    void sharesTheValuesOfOneRequest() throws Exception {
        SchemaBudget budget = new SchemaBudget(new SchemaLimits(5, 2_000, 100, 100), SchemaRunner.DIRECT);
        JsonNode schema = JSON.readTree("{\"type\":\"object\",\"required\":[]}");

        assertThat(CompiledSchema.of(schema, budget).size()).isEqualTo(3);
        assertThatThrownBy(() -> CompiledSchema.of(schema, budget)).hasMessageContaining("at most 5 values");
    }

    /** Small ones, deep ones, wide ones, long ones, and such whose hashes are all alike; each about a megabyte at most. */
    private static List<JsonNode> values() {
        List<JsonNode> values = new ArrayList<>();
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ArrayNode wide = nodes.arrayNode();
        ArrayNode texts = nodes.arrayNode();
        ArrayNode alike = nodes.arrayNode();
        ObjectNode object = nodes.objectNode();
        for (int i = 0; i < 100_000; i++) {
            wide.add(i % 7 == 0 ? i + 0.5 : i);
        }
        for (int i = 0; i < 50_000; i++) {
            texts.add("aaaaaaaaaa" + i);
            object.put("p" + i, "a" + i);
        }
        for (int i = 0; i < 1 << 15; i++) {
            alike.add(alike(i));
        }
        JsonNode deepArray = nodes.arrayNode();
        JsonNode deepObject = nodes.objectNode();
        for (int i = 0; i < 900; i++) {
            deepArray = nodes.arrayNode().add(deepArray);
            deepObject = nodes.objectNode().set("a", deepObject);
        }
        values.add(nodes.objectNode());
        values.add(nodes.numberNode(1));
        values.add(wide);
        values.add(texts);
        values.add(alike);
        values.add(object);
        values.add(deepArray);
        values.add(deepObject);
        values.add(TextNode.valueOf("a".repeat(1_000_000)));
        values.add(nodes.arrayNode().add(texts).add(wide).add(object));
        return values;
    }

    /** Texts that all have the same hash. */
    private static String alike(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
