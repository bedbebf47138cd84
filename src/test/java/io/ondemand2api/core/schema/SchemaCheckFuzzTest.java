package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.ondemand2api.blackbox.HostileSchemas;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any array as tools' schemas and a value to check against them: what takes more than its time or its memory is a
 * finding, and so is any exception but the one that says what is wrong with a schema.
 */
class SchemaCheckFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** While it fuzzes, Jazzer itself takes time and memory at each look into a map, on the same thread. */
    private static final int SHARE_OF_JAZZER = System.getenv("JAZZER_FUZZ") == null ? 1 : 10;

    private static final long MAX_NANOS = 200_000_000L * SHARE_OF_JAZZER;
    private static final long MAX_BYTES = 50_000_000L * SHARE_OF_JAZZER;
    private static final int MAX_VALUES = 3;
    private static final int LARGEST_SEED = 20_000;

    static Stream<byte[]> seeds() {
        Stream<String> schemas =
                Stream.concat(HostileSchemas.refused().values().stream(), HostileSchemas.accepted().values().stream());
        String value = ",{'a':[1,'x',null,{'a':{'b':[1.5,true]}}],'b':'aaaaaaaaaaaa'}]";
        return schemas.filter(schema -> schema.length() < LARGEST_SEED)
                .map(schema -> HostileSchemas.json("[" + schema + value).getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"$ref\":\"#\"",
        "\"$ref\":\"#/$defs/a\"",
        "\"$defs\":{\"a\":",
        "\"$id\":\"",
        "\"$anchor\":\"",
        "\"$dynamicAnchor\":\"a\"",
        "\"$dynamicRef\":\"#a\"",
        "\"anyOf\":[",
        "\"oneOf\":[",
        "\"allOf\":[",
        "\"not\":{",
        "\"if\":{",
        "\"then\":",
        "\"items\":",
        "\"contains\":",
        "\"properties\":{",
        "\"patternProperties\":{",
        "\"additionalProperties\":",
        "\"unevaluatedProperties\":",
        "\"unevaluatedItems\":",
        "\"propertyNames\":",
        "\"dependentSchemas\":{",
        "\"uniqueItems\":true",
        "\"multipleOf\":",
        "\"pattern\":\"",
        "\"enum\":[",
        "\"const\":",
        "(?:a|b)*",
        "{1,1000}",
        "\\\\p{L}",
        "1e308"
    })
    @FuzzTest(maxDuration = "90s")
    void staysWithinItsBudget(byte[] bytes) {
        JsonNode all;
        try {
            all = JSON.readTree(bytes);
        } catch (IOException notJson) {
            return;
        }
        if (all == null || !all.isArray() || all.isEmpty()) {
            return;
        }
        long[] cost = cost(all);
        if (cost[0] > MAX_NANOS || cost[1] > MAX_BYTES) {
            // a pause of the machine, and the loading of a class, do not come twice
            cost = cost(all);
        }
        assertThat(cost[0]).as("nanoseconds of the processor").isLessThan(MAX_NANOS);
        assertThat(cost[1]).as("bytes").isLessThan(MAX_BYTES);
    }

    private static long[] cost(JsonNode all) {
        long nanos = nanosOfProcessor();
        long allocated = allocated();
        check(all);
        return new long[] {nanosOfProcessor() - nanos, allocated() - allocated};
    }

    private static void check(JsonNode all) {
        SchemaBudget budget = new SchemaBudget();
        for (JsonNode schema : all) {
            try {
                CompiledSchema compiled = CompiledSchema.of(schema, budget);
                for (int i = Math.max(0, all.size() - MAX_VALUES); i < all.size(); i++) {
                    mustBeShort(compiled.check(all.get(i)));
                }
            } catch (InvalidSchemaException wrong) {
                if (!wrong.getMessage().startsWith("it")) {
                    throw new AssertionError(wrong.getMessage());
                }
            }
        }
    }

    /** Without the library of assertions, whose time would count. */
    private static void mustBeShort(List<Violation> violations) {
        if (violations.size() > 5 || violations.toString().length() > 5_000 + bytesOf(violations)) {
            throw new AssertionError(violations);
        }
    }

    /** Paths are as long as the value's names. */
    private static int bytesOf(List<Violation> violations) {
        return violations.stream().mapToInt(one -> one.path().length()).sum();
    }

    /** Not of the clock: beside other tests a machine lets a thread wait. */
    private static long nanosOfProcessor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
