package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random schemas and values: the gateway must say what a well-known validator says of them. Without {@code unevaluated…},
 * which that one gets wrong beside {@code if}, and {@code uniqueItems}, and numbers such as 1.0, which
 * it takes for another value than 1 within arrays and objects.
 */
@Timeout(120)
class SchemaComparisonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMAS = 2_000;
    private static final int VALUES = 12;
    private static final List<String> NAMES = List.of("a", "b", "ab", "x-y");
    private static final List<String> SCALARS =
            List.of("1", "3", "0", "-2", "1.5", "\"a\"", "\"abc\"", "\"\"", "true", "false", "null", "12");
    private static final List<String> TYPES =
            List.of("integer", "number", "string", "boolean", "array", "object", "null");
    private static final List<String> PATTERNS = List.of("^a", "b$", "^[a-c]+$", "^x-", "\\\\d", "^.{1,2}$");

    private final Random random = new Random(20261125);

    @Test
    void saysWhatAnotherValidatorSays() throws Exception {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        int valid = 0;
        int checked = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            String text = "{" + keyword(0) + "," + keyword(0) + ",\"$defs\":{\"d\":{" + keyword(2) + "}}}";
            // a keyword that comes twice counts once, as the last
            JsonNode schema = JSON.readTree(text);
            CompiledSchema ours;
            try {
                ours = CompiledSchema.of(schema, new SchemaBudget());
            } catch (InvalidSchemaException loop) {
                assertThat(loop).hasMessage("it refers to itself without end");
                continue;
            }
            Schema theirs = registry.getSchema(schema);
            for (int j = 0; j < VALUES; j++) {
                JsonNode value = JSON.readTree(value(0));
                boolean fits = ours.check(value).isEmpty();
                assertThat(fits)
                        .as("%s against %s", value, schema)
                        .isEqualTo(theirs.validate(value).isEmpty());
                valid += fits ? 1 : 0;
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(SCHEMAS * VALUES / 2);
        assertThat(valid).isBetween(checked / 10, checked * 9 / 10);
    }

    private String schema(int depth) {
        if (depth > 2 || random.nextInt(12) == 0) {
            return pick(
                    List.of("true", "false", "{}", "{\"type\":\"" + pick(TYPES) + "\"}", "{\"$ref\":\"#/$defs/d\"}"));
        }
        return "{" + keyword(depth) + (random.nextBoolean() ? "," + keyword(depth) : "") + "}";
    }

    private String keyword(int depth) {
        int next = depth + 1;
        return switch (random.nextInt(depth > 2 ? 14 : 29)) {
            case 0 -> "\"type\":\"" + pick(TYPES) + "\"";
            case 1 -> "\"type\":[\"" + pick(TYPES.subList(0, 3)) + "\",\"" + pick(TYPES.subList(3, 7)) + "\"]";
            case 2 -> "\"enum\":[" + value(1) + "," + value(1) + "," + value(2) + "]";
            case 3 -> "\"const\":" + value(1);
            case 4 -> "\"minLength\":" + random.nextInt(4);
            case 5 -> "\"maxLength\":" + random.nextInt(4);
            case 6 -> "\"pattern\":\"" + pick(PATTERNS) + "\"";
            case 7 -> "\"minimum\":" + (random.nextInt(5) - 2);
            case 8 -> "\"exclusiveMaximum\":" + (random.nextInt(5) - 1);
            case 9 -> "\"multipleOf\":" + pick(List.of("0.5", "2", "1", "3"));
            case 10 -> "\"required\":[\"" + pick(NAMES) + "\"]";
            case 11 -> "\"minItems\":" + random.nextInt(3);
            case 12 -> "\"maxItems\":" + random.nextInt(4);
            case 13 -> "\"maxProperties\":" + random.nextInt(4);
            case 14 -> "\"dependentRequired\":{\"" + pick(NAMES) + "\":[\"" + pick(NAMES) + "\"]}";
            case 15 -> "\"allOf\":" + schemas(next);
            case 16 -> "\"anyOf\":" + schemas(next);
            case 17 -> "\"oneOf\":" + schemas(next);
            case 18 -> "\"not\":" + schema(next);
            case 19 -> "\"if\":" + schema(next) + ",\"then\":" + schema(next) + ",\"else\":" + schema(next);
            case 20 -> "\"items\":" + schema(next);
            case 21 -> "\"prefixItems\":" + schemas(next) + ",\"items\":" + schema(next);
            case 22 -> "\"contains\":" + schema(next) + ",\"maxContains\":" + (1 + random.nextInt(2));
            case 23 -> "\"propertyNames\":" + schema(next);
            case 24 -> "\"patternProperties\":{\"" + pick(PATTERNS) + "\":" + schema(next) + "}";
            case 25 -> "\"additionalProperties\":" + schema(next);
            case 26 -> "\"dependentSchemas\":{\"" + pick(NAMES) + "\":" + schema(next) + "}";
            default ->
                "\"properties\":{\"" + pick(NAMES) + "\":" + schema(next) + ",\"" + pick(NAMES) + "\":" + schema(next)
                        + "}";
        };
    }

    private String schemas(int depth) {
        return "[" + schema(depth) + "," + schema(depth) + "]";
    }

    private String value(int depth) {
        int kind = random.nextInt(depth > 2 ? 1 : 3);
        int parts = random.nextInt(4);
        return switch (kind) {
            case 1 ->
                IntStream.range(0, parts).mapToObj(i -> value(depth + 1)).collect(Collectors.joining(",", "[", "]"));
            case 2 ->
                NAMES.subList(0, parts).stream()
                        .map(name -> "\"" + name + "\":" + value(depth + 1))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> pick(SCALARS);
        };
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
