package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Goes through a schema once: finds all its parts, and where its references lead. It takes time linear to its size. */
final class SchemaReader {

    private final Map<JsonNode, Subschema> parts = new IdentityHashMap<>();
    private final Map<String, Resource> resources = new HashMap<>();
    private final Map<String, LinearPattern> patterns = new HashMap<>();
    private final Map<JsonNode, AllowedValues> allowed = new IdentityHashMap<>();
    private final Deque<Subschema> open = new ArrayDeque<>();
    private final Deque<Subschema> references = new ArrayDeque<>();
    private final SchemaBudget budget;
    private final SchemaDraft dialect;
    private boolean unevaluated;

    private SchemaReader(JsonNode root, SchemaBudget budget) {
        this.budget = budget;
        this.dialect = SchemaDraft.of(root);
    }

    static CompiledSchema read(JsonNode root, SchemaBudget budget) throws InvalidSchemaException {
        if (!root.isObject()) {
            throw new InvalidSchemaException("it is not an object");
        }
        int size = size(root, budget);
        SchemaReader reader = new SchemaReader(root, budget);
        Resource whole = new Resource("", root);
        reader.resources.put("", whole);
        reader.part(root, whole);
        reader.readAll();
        CompiledSchema schema = new CompiledSchema(
                root, size, reader.dialect, reader.parts, reader.patterns, reader.allowed, reader.unevaluated, budget);
        new WorstCase(schema, reader.resources.values(), budget).check();
        return schema;
    }

    private static int size(JsonNode root, SchemaBudget budget) throws InvalidSchemaException {
        int size = 0;
        Deque<JsonNode> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            JsonNode next = open.pop();
            budget.takeValue();
            size++;
            next.forEach(open::push);
        }
        return size;
    }

    private void readAll() throws InvalidSchemaException {
        while (!open.isEmpty() || !references.isEmpty()) {
            if (open.isEmpty()) {
                // only now are all ids and anchors known
                resolve(references.pop());
            } else {
                read(open.pop());
            }
        }
    }

    /** Takes a value where a schema has to be. */
    private void part(JsonNode node, Resource resource) throws InvalidSchemaException {
        if (node.isObject()) {
            if (!parts.containsKey(node)) {
                Resource own = resource(node, resource);
                Subschema part = new Subschema(node, own);
                parts.put(node, part);
                open.push(part);
            }
        } else if (!node.isBoolean()) {
            throw new InvalidSchemaException(
                    "it has a value of type " + CompiledSchema.typeName(node) + " where a schema is expected");
        }
    }

    private Resource resource(JsonNode node, Resource within) {
        String id = dialect.id(node);
        if (id == null || id.isEmpty() || id.startsWith("#")) {
            return within;
        }
        int fragment = id.indexOf('#');
        String address = within.resolve(fragment < 0 ? id : id.substring(0, fragment), budget);
        Resource own = new Resource(address, node);
        resources.putIfAbsent(address, own);
        return own;
    }

    private void read(Subschema part) throws InvalidSchemaException {
        JsonNode node = part.node();
        anchors(node, part.resource());
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            keyword(part, one.getKey(), one.getValue());
        }
    }

    private void anchors(JsonNode node, Resource resource) {
        String id = dialect.id(node);
        if (id != null && id.startsWith("#")) {
            resource.anchors().putIfAbsent(id.substring(1), node);
        }
        JsonNode anchor = node.path("$anchor");
        JsonNode dynamic = node.path("$dynamicAnchor");
        if (anchor.isTextual()) {
            resource.anchors().putIfAbsent(anchor.textValue(), node);
        }
        if (dynamic.isTextual()) {
            resource.anchors().putIfAbsent(dynamic.textValue(), node);
            resource.dynamicAnchors().putIfAbsent(dynamic.textValue(), node);
        }
        if (node.path("$recursiveAnchor").booleanValue()) {
            resource.dynamicAnchors().putIfAbsent(SchemaDraft.RECURSIVE, node);
        }
    }

    private void keyword(Subschema part, String keyword, JsonNode value) throws InvalidSchemaException {
        switch (keyword) {
            case "$ref", "$dynamicRef", "$recursiveRef" -> references.push(part);
            case "const" -> allowed.put(value, AllowedValues.of(value, true, budget));
            case "enum" -> {
                if (value.isArray()) {
                    allowed.put(value, AllowedValues.of(value, false, budget));
                }
            }
            case "pattern" -> {
                if (value.isTextual()) {
                    pattern(value.textValue());
                }
            }
            default -> schemas(part.resource(), keyword, value);
        }
    }

    private void pattern(String pattern) {
        patterns.computeIfAbsent(pattern, text -> LinearPattern.of(text, budget));
    }

    private void schemas(Resource resource, String keyword, JsonNode value) throws InvalidSchemaException {
        Keywords.Shape shape = Keywords.shape(keyword);
        if (shape == null || value.isNull()) {
            return;
        }
        unevaluated |= keyword.startsWith("unevaluated");
        switch (shape) {
            case ONE -> part(value, resource);
            case LIST -> all(value, resource, keyword);
            case ONE_OR_LIST -> {
                if (value.isArray()) {
                    all(value, resource, keyword);
                } else {
                    part(value, resource);
                }
            }
            default -> byName(value, resource, keyword, shape == Keywords.Shape.BY_NAME_OR_NAMES);
        }
    }

    private void all(JsonNode list, Resource resource, String keyword) throws InvalidSchemaException {
        if (!list.isArray()) {
            throw new InvalidSchemaException("its '" + keyword + "' is not an array");
        }
        for (JsonNode one : list) {
            part(one, resource);
        }
    }

    private void byName(JsonNode map, Resource resource, String keyword, boolean mayBeNames)
            throws InvalidSchemaException {
        // some languages write an empty object as an empty array
        if (!map.isObject() && !(map.isArray() && map.isEmpty())) {
            throw new InvalidSchemaException("its '" + keyword + "' is not an object");
        }
        for (Map.Entry<String, JsonNode> one : map.properties()) {
            if (keyword.equals("patternProperties")) {
                pattern(one.getKey());
            }
            if (!(mayBeNames && one.getValue().isArray())) {
                part(one.getValue(), resource);
            }
        }
    }

    private void resolve(Subschema part) throws InvalidSchemaException {
        for (String keyword : new String[] {"$ref", "$dynamicRef", "$recursiveRef"}) {
            JsonNode reference = part.node().get(keyword);
            if (reference == null) {
                continue;
            }
            if (!reference.isTextual()) {
                throw new InvalidSchemaException("its '" + keyword + "' is not a string");
            }
            Target target = Target.of(reference.textValue(), part.resource(), resources, budget);
            if (target == null) {
                throw new InvalidSchemaException("it refers to what it does not hold");
            }
            part(target.node(), target.resource());
            if (keyword.equals("$ref")) {
                part.target = target.node();
            } else {
                part.dynamicTarget = target.node();
                part.dynamic = target.dynamicName(keyword);
            }
        }
    }
}
