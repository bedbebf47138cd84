package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A JSON Schema of a caller, ready to check what the model wrote. It is untrusted: it never loads
 * what it refers to, and it and all checks against it stay within the request's budget. Formats are not checked, nor
 * are patterns that take more than linear time. Equal to another when both say the same. For one thread at a time.
 */
public final class JsonSchema {

    private static final int MAX_PROBLEM = 600;

    /** The most steps that all looks for types take together, and the most properties whose types are kept. */
    private static final int MAX_TYPE_STEPS = 200_000;

    private static final int MAX_TYPES = 10_000;

    private final Map<String, Set<String>> types = new HashMap<>();
    private int typeSteps = MAX_TYPE_STEPS;
    private final JsonNode node;
    private final CompiledSchema schema;

    private JsonSchema(JsonNode node, CompiledSchema schema) {
        this.node = node;
        this.schema = schema;
    }

    /**
     * Makes a schema ready for use, with a budget of its own.
     *
     * @param node an object
     * @throws InvalidSchemaException when it is none, refers to what is not in it, cannot end, or costs too much
     */
    public static JsonSchema of(JsonNode node) throws InvalidSchemaException {
        return of(node, new SchemaBudget());
    }

    /** As {@link #of(JsonNode)}, with the budget of the whole request. */
    public static JsonSchema of(JsonNode node, SchemaBudget budget) throws InvalidSchemaException {
        return new JsonSchema(node, CompiledSchema.of(node, budget));
    }

    /** The schema as the caller wrote it. */
    public JsonNode node() {
        return node;
    }

    /**
     * The types that it declares for one property of an object; empty for any, and for properties that come after too
     * many others. See {@link SchemaTypes}.
     */
    public Set<String> types(String property) {
        Set<String> known = types.get(property);
        if (known != null || typeSteps == 0 || types.size() >= MAX_TYPES) {
            return known == null ? Set.of() : known;
        }
        SchemaTypes.Found found = SchemaTypes.of(node, property, typeSteps);
        typeSteps -= found.steps();
        types.put(property, found.types());
        return found.types();
    }

    /** How many JSON values it is made of. */
    public int size() {
        return schema.size();
    }

    /**
     * Checks a value.
     *
     * @return null when it fits, else in a few words what does not
     */
    public String problem(JsonNode value) {
        return words(violations(value));
    }

    /** What does not fit in a few words; null when nothing is wrong. */
    public static String words(List<Violation> violations) {
        if (violations.isEmpty()) {
            return null;
        }
        return shortened(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
    }

    /**
     * Checks a value.
     *
     * @return the first few things that do not fit, or {@link Violation#UNCHECKED} alone; empty when it fits
     */
    public List<Violation> violations(JsonNode value) {
        return schema.check(value);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_PROBLEM ? text : text.substring(0, MAX_PROBLEM) + "…";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSchema that && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
