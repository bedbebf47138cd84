package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.ondemand2api.blackbox.HostileSchemas;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The budget counts what reading a schema and checking a value really take, wherever the size of it hides. */
class SchemaCostTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_BYTES_PER_STEP = 64;
    private static final long MAX_BYTES_PER_VALUE = 600;
    private static final long MAX_BYTES_BESIDE = 100_000;
    private static final String LONG = "n".repeat(5_000);
    private static final String DIGITS = "1" + "0".repeat(999);

    private static String times(int count, IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
    }

    /** Many choices none of which fits: each has a reason, of which a few are told in the end. */
    private static String choices(String schema) {
        return "{'anyOf':[" + times(100, i -> "{'anyOf':[" + times(10, j -> schema) + "]}") + "]}";
    }

    private static Map<String, String[]> family() {
        Map<String, String[]> family = new LinkedHashMap<>();
        family.put("long names that are required", of(choices("{'required':['" + LONG + "']}"), "{}"));
        family.put("a long name that is not allowed", of(choices("{'additionalProperties':false}"), named(LONG)));
        family.put("a long name that does not fit", of(choices("{'propertyNames':{'maxLength':1}}"), named(LONG)));
        family.put("long patterns", of(choices("{'pattern':'^" + "ab".repeat(100) + "$'}"), "'c'"));
        family.put("long constants", of(choices("{'const':'" + LONG + "'}"), "'c'"));
        family.put("a long text and equal constants", of(choices("{'const':'" + LONG + "'}"), "'" + LONG + "'"));
        family.put("marked texts", of(choices("{'const':'\\u0000" + LONG + "'}"), "'\\u0000" + LONG + "x'"));
        family.put("nested values to choose from", of(choices("{'enum':[[[[['" + LONG + "']]]],{}]}"), "[1]"));
        family.put("large limits", of(choices("{'minimum':" + DIGITS + "}"), "1"));
        family.put("large numbers", of(choices("{'maximum':1}"), DIGITS));
        family.put("large numbers of items", of(choices("{'minItems':" + DIGITS + "}"), "[]"));
        family.put("large divisors", of(choices("{'multipleOf':" + DIGITS + "}"), "1" + DIGITS.substring(2)));
        family.put(
                "large constants",
                of(choices("{'enum':[" + DIGITS + "]}"), DIGITS.substring(1).replace("0", "9")));
        family.put("many types", of(choices("{'type':[" + times(20, i -> "'string'") + "]}"), "1"));
        family.put(
                "deep places",
                of(
                        "{'$ref':'#/$defs/a','$defs':{'a':{'anyOf':[{'properties':{'" + LONG.substring(4_900)
                                + "':{'$ref':'#/$defs/a'}},'required':['b']},{'maxProperties':0}]}}}",
                        ("{'" + LONG.substring(4_900) + "':").repeat(90) + "{}" + "}".repeat(90)));
        family.put(
                "addresses within a long one",
                of("{'$id':'http://" + LONG + "/','allOf':[" + times(1_000, i -> "{'$id':'" + i + "'}") + "]}", "{}"));
        family.put(
                "references within a long address",
                of(
                        "{'$id':'http://" + LONG + "/','allOf':[" + times(1_000, i -> "{'$ref':'x#/$defs'}")
                                + "],'$defs':{'a':{'$id':'x'}}}",
                        "{}"));
        family.put(
                "references of many steps",
                of(
                        "{'allOf':["
                                + times(500, i -> "{'$ref':'#" + "/allOf/0".repeat(1) + "/a~1b~0".repeat(90) + "'}")
                                + "]}",
                        "{}"));
        family.put(
                "anchors of one name",
                of(
                        "{'allOf':[" + times(700, i -> "{'$dynamicRef':'#a'}") + "],'$defs':{"
                                + times(700, i -> "'d" + i + "':{'$id':'x" + i + "','$dynamicAnchor':'a'}")
                                + ",'a':{'$dynamicAnchor':'a'}}}",
                        "{}"));
        for (String part : new String[] {"a", ".", "[\\\\W]", "\\\\s", "(?:|)", "\\\\d*", "{", "\\u0102", "\\\\p{L}"}) {
            String pattern = part.repeat(Math.max(1, 200 / part.length()));
            family.put(
                    "patterns of " + part,
                    of("{'allOf':[" + times(100, i -> "{'pattern':'" + pattern + i + "'}") + "]}", "'abc'"));
            family.put("a long pattern of " + part, of("{'pattern':'" + part.repeat(2_400) + "'}", "'abc'"));
            family.put(
                    "a long class of " + part,
                    of("{'pattern':'[" + part.replaceAll("[\\[\\]]", "").repeat(2_400) + "]'}", "'abc'"));
        }
        family.put(
                "short texts for many patterns",
                of(
                        "{'patternProperties':{" + times(300, i -> "'^" + i + "$':true") + "}}",
                        "{" + times(500, i -> "'p" + i + "':1") + "}"));
        family.put(
                "unevaluated",
                of(
                        "{'unevaluatedProperties':true,'allOf':["
                                + times(
                                        50,
                                        i -> "{'properties':{" + times(50, j -> "'p" + j + "':{'type':'integer'}")
                                                + "}}")
                                + "]}",
                        "{" + times(50, i -> "'p" + i + "':1") + "}"));
        return family;
    }

    private static String named(String name) {
        return "{'" + name + "':1}";
    }

    private static String[] of(String schema, String value) {
        return new String[] {schema, value};
    }

    static Stream<Arguments> members() {
        return family().entrySet().stream()
                .map(one -> Arguments.of(one.getKey(), one.getValue()[0], one.getValue()[1]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("members")
    void takesNoMoreThanItCounts(String name, String schema, String value) throws Exception {
        JsonNode node = JSON.readTree(HostileSchemas.json(schema));
        JsonNode checked = JSON.readTree(HostileSchemas.json(value));
        // the first time loads classes
        take(node, checked);
        long[] taken = take(node, checked);

        assertThat(taken[1])
                .as("bytes for %d steps", taken[0])
                .isLessThan(MAX_BYTES_BESIDE + MAX_BYTES_PER_STEP * taken[0] + MAX_BYTES_PER_VALUE * values(node));
    }

    /** Those of a schema have a bound of their own. */
    private static int values(JsonNode node) {
        int values = 1;
        for (JsonNode part : node) {
            values += values(part);
        }
        return values;
    }

    /** Steps and bytes. */
    private static long[] take(JsonNode schema, JsonNode value) {
        SchemaBudget budget = new SchemaBudget();
        long steps = budget.steps();
        long bytes = allocated();
        try {
            CompiledSchema compiled = CompiledSchema.of(schema, budget);
            for (int round = 0; round < 3; round++) {
                compiled.check(value);
            }
        } catch (InvalidSchemaException tooMuch) {
            // that is an answer, too
        }
        bytes = allocated() - bytes;
        return new long[] {steps - budget.steps(), bytes};
    }

    @Test
    void looksForTypesInABoundedNumberOfSteps() throws Exception {
        JsonNode node = JSON.readTree(HostileSchemas.json("{'allOf':["
                + times(1_500, i -> "{'$ref':'#/$defs/a'}") + "],'$defs':{'a':{'anyOf':[{'enum':["
                + times(10_000, i -> "" + i) + "]}]}},'properties':{'x':{'type':'string'}}}"));
        JsonSchema schema = JsonSchema.of(
                node, new SchemaBudget(new SchemaLimits(100_000, 1 << 30, 1 << 30, 1), SchemaRunner.DIRECT));
        assertThat(schema.types("x")).containsExactly("string");
        long bytes = allocated();
        for (int i = 0; i < 100_000; i++) {
            assertThat(schema.types("p" + i).isEmpty()).isTrue();
        }

        assertThat(allocated() - bytes).isLessThan(200_000_000);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
