package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts before anything is checked how many steps one value may take at most. Schemas that apply others to the same
 * value, which apply others in turn, may double the steps with each line; or never end.
 */
final class WorstCase {

    private static final int MAX_DEPTH = 200;
    private static final String[] IN_PLACE = {"not", "if", "then", "else"};
    private static final String[] LISTS_IN_PLACE = {"allOf", "anyOf", "oneOf"};
    private static final String[] MAPS_IN_PLACE = {"dependentSchemas", "dependencies"};

    private final CompiledSchema schema;
    private final Map<String, List<Subschema>> replacements = new HashMap<>();
    private final SchemaBudget budget;
    private final int most;

    WorstCase(CompiledSchema schema, Collection<Resource> resources, SchemaBudget budget) {
        this.schema = schema;
        this.budget = budget;
        this.most = budget.limits().maxStepsPerValue();
        for (Resource resource : resources) {
            resource.dynamicAnchors()
                    .forEach((name, node) -> replacements
                            .computeIfAbsent(name, first -> new ArrayList<>())
                            .add(schema.part(node)));
        }
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
        if (depth > MAX_DEPTH) {
            throw new InvalidSchemaException("its references and choices are nested too deeply");
        }
        part.steps = Subschema.BEING_COUNTED;
        long steps = 1 + part.node().size();
        for (JsonNode applied : applied(part)) {
            Subschema other = schema.part(applied);
            steps += other == null ? 1 : steps(other, depth + 1);
            if (steps > most) {
                throw tooMany();
            }
        }
        part.steps = steps + dynamic(part, depth);
        if (part.steps > most) {
            throw tooMany();
        }
        return part.steps;
    }

    private InvalidSchemaException tooMany() {
        return new InvalidSchemaException("it takes too many steps to check: one value may take at most " + most);
    }

    /** A dynamic reference leads to one of several: the one that takes most. */
    private long dynamic(Subschema part, int depth) throws InvalidSchemaException {
        long steps = part.dynamicTarget == null ? 0 : 1;
        Subschema target = part.dynamicTarget == null ? null : schema.part(part.dynamicTarget);
        if (target != null) {
            steps = steps(target, depth + 1);
        }
        List<Subschema> others = replacements.getOrDefault(part.dynamic, List.of());
        budget.spend(others.size());
        for (Subschema replacement : others) {
            steps = Math.max(steps, steps(replacement, depth + 1));
        }
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
