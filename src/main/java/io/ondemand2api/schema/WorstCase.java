package io.ondemand2api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Counts before anything is checked how many steps one value may take at most. Schemas that apply others to the same
 * value, which apply others in turn, may double the steps with each line; or never end.
 */
final class WorstCase {

    private static final int DEEPEST = 200;
    private static final String[] IN_PLACE = {"not", "if", "then", "else"};
    private static final String[] LISTS_IN_PLACE = {"allOf", "anyOf", "oneOf"};
    private static final String[] MAPS_IN_PLACE = {"dependentSchemas", "dependencies"};

    private final CompiledSchema schema;
    private final Collection<Resource> resources;
    private final int most;

    WorstCase(CompiledSchema schema, Collection<Resource> resources, int most) {
        this.schema = schema;
        this.resources = resources;
        this.most = most;
    }

    void check() throws InvalidSchemaException {
        for (Subschema part : schema.parts()) {
            steps(part, 0);
        }
    }

    private long steps(Subschema part, int depth) throws InvalidSchemaException {
        if (part.steps > 0) {
            return part.steps;
        }
        if (part.steps == Subschema.BEING_COUNTED) {
            throw new InvalidSchemaException("it refers to itself without end");
        }
        if (depth > DEEPEST) {
            throw new InvalidSchemaException("its references and choices are nested too deeply");
        }
        part.steps = Subschema.BEING_COUNTED;
        long steps = 1 + part.node().size();
        for (JsonNode applied : applied(part)) {
            Subschema other = schema.part(applied);
            steps += other == null ? 1 : steps(other, depth + 1);
            if (steps > most) {
                throw new InvalidSchemaException(
                        "it takes too many steps to check: one value may take at most " + most);
            }
        }
        part.steps = steps;
        return steps;
    }

    /** What it applies to the same value. */
    private List<JsonNode> applied(Subschema part) {
        List<JsonNode> applied = new ArrayList<>();
        if (part.target != null) {
            applied.add(part.target);
        }
        if (schema.dialect().isReferenceAlone(part.node())) {
            return applied;
        }
        if (part.dynamicTarget != null) {
            applied.add(part.dynamicTarget);
        }
        if (part.dynamic != null) {
            for (Resource resource : resources) {
                JsonNode replacement = resource.dynamicAnchors().get(part.dynamic);
                if (replacement != null && replacement != part.dynamicTarget) {
                    applied.add(replacement);
                }
            }
        }
        for (String keyword : IN_PLACE) {
            applied.add(part.node().path(keyword));
        }
        for (String keyword : LISTS_IN_PLACE) {
            part.node().path(keyword).forEach(applied::add);
        }
        for (String keyword : MAPS_IN_PLACE) {
            part.node().path(keyword).forEach(applied::add);
        }
        return applied;
    }
}
