package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Checks one value: applies schemas to it, keyword by keyword. */
final class Evaluation {

    private static final int MAX_DEPTH = 400;

    /** What it takes to look at a part of a value, or to apply a schema that is more than true or false. */
    private static final int STEPS_TO_ENTER = 3;

    private static final int STEPS_TO_DESCEND = 3;

    private final CompiledSchema schema;
    private final SchemaBudget budget;
    private final Combinations combinations = new Combinations(this);
    private final ObjectKeywords objects = new ObjectKeywords(this);
    private final ArrayKeywords arrays = new ArrayKeywords(this);
    private final ScalarKeywords scalars = new ScalarKeywords(this);

    Evaluation(CompiledSchema schema, SchemaBudget budget) {
        this.schema = schema;
        this.budget = budget;
    }

    CompiledSchema schema() {
        return schema;
    }

    SchemaBudget budget() {
        return budget;
    }

    EvaluationOutcome apply(JsonNode applied, Frame frame) {
        budget.spend(1);
        if (applied.isBoolean()) {
            return frame.require(applied.booleanValue(), "false", () -> "nothing is allowed here");
        }
        Subschema part = schema.part(applied);
        if (part == null || applied.isEmpty()) {
            return EvaluationOutcome.VALID;
        }
        budget.spend(STEPS_TO_ENTER);
        if (frame.depth() > MAX_DEPTH) {
            throw new SchemaBudget.SpentException();
        }
        Evaluated own = schema.unevaluated() ? new Evaluated() : null;
        EvaluationOutcome outcome = keywords(part, frame.enter(part.resource(), own));
        if (outcome != EvaluationOutcome.INVALID && own != null && frame.evaluated() != null) {
            frame.evaluated().add(own, budget);
        }
        return outcome;
    }

    /** Applies a schema to a property. */
    EvaluationOutcome apply(JsonNode applied, JsonNode part, String name, Frame around) {
        budget.spend(STEPS_TO_DESCEND);
        return asksNothing(applied) ? EvaluationOutcome.VALID : apply(applied, around.child(part, name));
    }

    /** Applies a schema to an item. */
    EvaluationOutcome apply(JsonNode applied, JsonNode part, int index, Frame around) {
        budget.spend(STEPS_TO_DESCEND);
        return asksNothing(applied) ? EvaluationOutcome.VALID : apply(applied, around.child(part, index));
    }

    private static boolean asksNothing(JsonNode applied) {
        return applied.isBoolean() ? applied.booleanValue() : applied.isEmpty();
    }

    private EvaluationOutcome keywords(Subschema part, Frame frame) {
        if (schema.dialect().isReferenceAlone(part.node())) {
            return apply(part.target, frame);
        }
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (Map.Entry<String, JsonNode> one : part.node().properties()) {
            budget.spend(1);
            outcome = outcome.and(keyword(part, one.getKey(), one.getValue(), frame));
            if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                return outcome;
            }
        }
        return schema.unevaluated() ? outcome.and(unevaluated(part.node(), frame)) : outcome;
    }

    private EvaluationOutcome keyword(Subschema part, String keyword, JsonNode value, Frame frame) {
        if (frame.value().isObject()) {
            EvaluationOutcome ofObject = objects.check(part.node(), keyword, value, frame);
            if (ofObject != null) {
                return ofObject;
            }
        } else if (frame.value().isArray()) {
            EvaluationOutcome ofArray = arrays.check(part.node(), keyword, value, frame);
            if (ofArray != null) {
                return ofArray;
            }
        }
        EvaluationOutcome combined = combinations.check(part, keyword, value, frame);
        return combined != null ? combined : scalars.check(part.node(), keyword, value, frame);
    }

    /** After all others, since they may be what looks at a property. */
    private EvaluationOutcome unevaluated(JsonNode node, Frame frame) {
        JsonNode properties = node.get("unevaluatedProperties");
        JsonNode items = node.get("unevaluatedItems");
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        if (properties != null && frame.value().isObject()) {
            outcome = objects.unevaluated(properties, frame);
        }
        if (items != null && frame.value().isArray()) {
            outcome = outcome.and(arrays.unevaluated(items, frame));
        }
        return outcome;
    }
}
