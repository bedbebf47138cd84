package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A schema ready to check values against. It refers to nothing but itself, no value takes it more steps than the
 * request's budget has, and patterns are matched in linear time. Formats are not checked. For one thread at a time.
 */
public final class CompiledSchema {

    private static final int MAX_VIOLATIONS = 5;

    private static final Map<JsonNodeType, String> TYPE_NAMES = Arrays.stream(JsonNodeType.values())
            .collect(Collectors.toUnmodifiableMap(
                    type -> type, type -> type.name().toLowerCase(Locale.ROOT)));

    private final JsonNode node;
    private final int size;
    private final SchemaDraft dialect;
    private final Map<JsonNode, Subschema> parts;
    private final Map<String, LinearPattern> patterns;
    private final Map<JsonNode, AllowedValues> allowed;
    private final boolean unevaluated;
    private final SchemaBudget budget;

    CompiledSchema(
            JsonNode node,
            int size,
            SchemaDraft dialect,
            Map<JsonNode, Subschema> parts,
            Map<String, LinearPattern> patterns,
            Map<JsonNode, AllowedValues> allowed,
            boolean unevaluated,
            SchemaBudget budget) {
        this.node = node;
        this.size = size;
        this.dialect = dialect;
        this.parts = parts;
        this.patterns = patterns;
        this.allowed = allowed;
        this.unevaluated = unevaluated;
        this.budget = budget;
    }

    /**
     * Makes a schema ready for use.
     *
     * @param node an object
     * @param budget what the request's schemas and checks may still cost
     * @throws InvalidSchemaException when it is no schema, refers to what is not in it, cannot end, or costs too much
     */
    public static CompiledSchema of(JsonNode node, SchemaBudget budget) throws InvalidSchemaException {
        Object read = budget.runner().run(() -> read(node, budget));
        if (read instanceof InvalidSchemaException wrong) {
            throw wrong;
        }
        return (CompiledSchema) read;
    }

    private static Object read(JsonNode node, SchemaBudget budget) {
        try {
            return SchemaReader.read(node, budget);
        } catch (InvalidSchemaException wrong) {
            return wrong;
        } catch (SchemaBudget.SpentException tooMuch) {
            return new InvalidSchemaException("it takes too many steps to check, with all other schemas together");
        }
    }

    /** How many JSON values it is made of. */
    public int size() {
        return size;
    }

    /**
     * Checks a value.
     *
     * @return the first few things that do not fit; empty when nothing is known not to; {@link Violation#UNCHECKED}
     *     alone when the budget did not suffice
     */
    public List<Violation> check(JsonNode value) {
        return budget.runner().run(() -> checked(value));
    }

    private List<Violation> checked(JsonNode value) {
        Violations found = new Violations(MAX_VIOLATIONS);
        try {
            Evaluation evaluation = new Evaluation(this, budget);
            EvaluationOutcome outcome = evaluation.apply(node, Frame.of(value, found));
            return outcome == EvaluationOutcome.INVALID ? found.list() : List.of();
        } catch (SchemaBudget.SpentException | StackOverflowError tooMuch) {
            return List.of(Violation.UNCHECKED);
        }
    }

    SchemaDraft dialect() {
        return dialect;
    }

    Collection<Subschema> parts() {
        return parts.values();
    }

    Subschema part(JsonNode schema) {
        return parts.get(schema);
    }

    LinearPattern pattern(String text) {
        return patterns.get(text);
    }

    AllowedValues allowed(JsonNode keyword) {
        return allowed.get(keyword);
    }

    /** True when it matters which parts of a value some other keyword has looked at. */
    boolean unevaluated() {
        return unevaluated;
    }

    /** JSON Schema's name for the type of a value. */
    static String typeName(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : TYPE_NAMES.get(value.getNodeType());
    }
}
