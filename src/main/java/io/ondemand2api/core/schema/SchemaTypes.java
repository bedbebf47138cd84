package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells which JSON types a schema declares for a value, by JSON Schema's names for them: {@code string}, {@code number},
 * {@code integer}, {@code boolean}, {@code array}, {@code object} and {@code null}. It follows references within the
 * schema, {@code anyOf}, {@code oneOf} and {@code allOf}, reads {@code enum} and {@code const} where no type stands, and
 * knows OpenAPI's {@code nullable}. An empty set means that nothing is declared, or that the schema is too intricate to
 * tell: it takes a bounded number of steps.
 */
public final class SchemaTypes {

    private static final int MAX_STEPS = 2_000;
    private static final int MAX_DEPTH = 32;

    /** So many values of {@code enum}, or characters of a reference, take a step. */
    private static final int VALUES_PER_STEP = 16;

    private static final int CHARACTERS_PER_STEP = 64;
    private static final Set<String> UNKNOWN = Set.of();

    private final JsonNode root;
    private int left = MAX_STEPS;

    private SchemaTypes(JsonNode root) {
        this.root = root;
    }

    /**
     * The types of one property of an object, if it can be told in so many steps.
     *
     * @param steps at most this many are taken
     */
    static Found of(JsonNode root, String property, int steps) {
        SchemaTypes types = new SchemaTypes(root);
        types.left = Math.min(steps, MAX_STEPS);
        int before = types.left;
        Set<String> found = types.checked(types.property(root, property, 0));
        return new Found(found, before - Math.max(0, types.left));
    }

    /** What was found, and in how many steps. */
    record Found(Set<String> types, int steps) {}

    /**
     * The types of one property of an object.
     *
     * @param root the schema of the whole object, in which references are looked up
     * @param property the property's name
     * @return unmodifiable; empty when the property is not declared or may be of any type
     */
    public static Set<String> of(JsonNode root, String property) {
        SchemaTypes types = new SchemaTypes(root);
        return types.checked(types.property(root, property, 0));
    }

    /**
     * The types of a value.
     *
     * @param root the schema in which references are looked up
     * @param schema the schema of the value: {@code root} or a part of it
     * @return unmodifiable; empty when it may be of any type
     */
    public static Set<String> of(JsonNode root, JsonNode schema) {
        SchemaTypes types = new SchemaTypes(root);
        return types.checked(types.types(schema, 0));
    }

    private Set<String> checked(Set<String> types) {
        return left < 0 ? UNKNOWN : Collections.unmodifiableSet(types);
    }

    private boolean tooMuch(JsonNode schema, int depth) {
        return schema == null || !schema.isObject() || depth > MAX_DEPTH || --left < 0;
    }

    /** Values take a part of a step each. */
    private boolean tooMany(JsonNode values) {
        left -= values.size() / VALUES_PER_STEP;
        return left < 0;
    }

    private Set<String> property(JsonNode schema, String name, int depth) {
        if (tooMuch(schema, depth)) {
            return UNKNOWN;
        }
        JsonNode declared = schema.path("properties").get(name);
        if (declared != null) {
            return types(declared, depth + 1);
        }
        Set<String> found = property(target(schema), name, depth + 1);
        for (String keyword : new String[] {"allOf", "anyOf", "oneOf"}) {
            for (JsonNode branch : schema.path(keyword)) {
                found = union(found, property(branch, name, depth + 1));
            }
        }
        return found.isEmpty() ? types(schema.get("additionalProperties"), depth + 1) : found;
    }

    private Set<String> types(JsonNode schema, int depth) {
        if (tooMuch(schema, depth)) {
            return UNKNOWN;
        }
        Set<String> types = named(schema.get("type"));
        types = both(types, types(target(schema), depth + 1));
        for (JsonNode branch : schema.path("allOf")) {
            types = both(types, types(branch, depth + 1));
        }
        types = both(types, anyOf(schema.path("anyOf"), depth));
        types = both(types, anyOf(schema.path("oneOf"), depth));
        if (types.isEmpty()) {
            types = implied(schema);
        }
        boolean nullable = schema.path("nullable").asBoolean() && !types.isEmpty();
        return nullable ? union(types, Set.of("null")) : types;
    }

    private Set<String> anyOf(JsonNode branches, int depth) {
        Set<String> all = new LinkedHashSet<>();
        for (JsonNode branch : branches) {
            Set<String> types = types(branch, depth + 1);
            if (types.isEmpty()) {
                return UNKNOWN;
            }
            all.addAll(types);
        }
        return all;
    }

    private JsonNode target(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        left -= reference.length() / CHARACTERS_PER_STEP;
        if (reference.equals("#")) {
            return root;
        }
        if (!reference.startsWith("#/") || left < 0) {
            return null;
        }
        JsonNode target = root;
        for (String step : reference.substring(2).split("/", MAX_DEPTH)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            target = target.isArray() && name.matches("\\d{1,6}")
                    ? target.path(Integer.parseInt(name))
                    : target.path(name);
        }
        return target;
    }

    private Set<String> named(JsonNode type) {
        if (type == null || tooMany(type)) {
            return UNKNOWN;
        }
        if (type.isTextual()) {
            return Set.of(type.textValue());
        }
        Set<String> types = new LinkedHashSet<>();
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    /** What the values tell that are allowed, or the keywords that only mean one type. */
    private Set<String> implied(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        if (tooMany(schema.path("enum"))) {
            return UNKNOWN;
        }
        schema.path("enum").forEach(value -> types.add(type(value)));
        if (schema.has("const")) {
            types.add(type(schema.get("const")));
        }
        if (types.isEmpty() && schema.has("properties")) {
            types.add("object");
        }
        if (types.isEmpty() && (schema.has("items") || schema.has("prefixItems"))) {
            types.add("array");
        }
        return types;
    }

    private static String type(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** What both allow; one that says nothing allows all. */
    private static Set<String> both(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Set<String> common = new LinkedHashSet<>(one);
        common.retainAll(other);
        if (one.contains("number") && other.contains("integer")
                || one.contains("integer") && other.contains("number")) {
            common.add("integer");
        }
        return common;
    }
}
