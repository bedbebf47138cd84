package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Keywords that ask something of arrays. */
final class ArrayKeywords {

    /** What it takes to remember an item. */
    private static final int STEPS_TO_KEEP = 6;

    private final Evaluation evaluation;

    ArrayKeywords(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** @return null when the keyword is none of these */
    EvaluationOutcome check(JsonNode schema, String keyword, JsonNode value, Frame frame) {
        return switch (keyword) {
            case "prefixItems" -> first(value, frame);
            case "items" ->
                value.isArray()
                        ? first(value, frame)
                        : rest(value, schema.path("prefixItems").size(), frame);
            case "additionalItems" ->
                schema.path("items").isArray()
                        ? rest(value, schema.path("items").size(), frame)
                        : EvaluationOutcome.VALID;
            case "contains" -> contains(schema, value, frame);
            case "uniqueItems" -> value.booleanValue() ? unique(frame) : EvaluationOutcome.VALID;
            case "minItems" ->
                frame.require(
                        !value.isNumber() || frame.value().size() >= value.doubleValue(),
                        keyword,
                        () -> "must have at least " + value.asText() + " items but found "
                                + frame.value().size());
            case "maxItems" ->
                frame.require(
                        !value.isNumber() || frame.value().size() <= value.doubleValue(),
                        keyword,
                        () -> "must have at most " + value.asText() + " items but found "
                                + frame.value().size());
            default -> null;
        };
    }

    private EvaluationOutcome first(JsonNode schemas, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        int items = Math.min(schemas.size(), frame.value().size());
        for (int i = 0; i < items; i++) {
            outcome = outcome.and(item(schemas.get(i), i, frame));
            if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private EvaluationOutcome rest(JsonNode schema, int from, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (int i = from; i < frame.value().size() && !schema.isNull(); i++) {
            outcome = outcome.and(item(schema, i, frame));
            if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private EvaluationOutcome item(JsonNode schema, int index, Frame frame) {
        if (frame.evaluated() != null) {
            frame.evaluated().item(index);
        }
        return evaluation.apply(schema, frame.value().get(index), index, frame);
    }

    /** The items that no other keyword has looked at. */
    EvaluationOutcome unevaluated(JsonNode schema, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (int i = 0; i < frame.value().size() && !schema.isNull(); i++) {
            evaluation.budget().spend(1);
            if (!frame.evaluated().has(i)) {
                outcome = outcome.and(item(schema, i, frame));
            }
        }
        return outcome;
    }

    private EvaluationOutcome contains(JsonNode schema, JsonNode wanted, Frame frame) {
        if (wanted.isNull()) {
            return EvaluationOutcome.VALID;
        }
        double least = schema.path("minContains").asDouble(1);
        double most = schema.path("maxContains").asDouble(Double.MAX_VALUE);
        int valid = 0;
        int open = 0;
        Frame silent = frame.silent();
        for (int i = 0; i < frame.value().size(); i++) {
            EvaluationOutcome outcome = evaluation.apply(wanted, frame.value().get(i), i, silent);
            valid += outcome == EvaluationOutcome.VALID ? 1 : 0;
            open += outcome == EvaluationOutcome.OPEN ? 1 : 0;
            if (outcome != EvaluationOutcome.INVALID && frame.evaluated() != null) {
                frame.evaluated().item(i);
            }
        }
        int found = valid;
        if (valid + open < least) {
            return frame.invalid(
                    "contains", () -> "must contain at least " + (long) least + " items that fit, found " + found);
        }
        if (valid > most) {
            return frame.invalid(
                    "maxContains", () -> "must contain at most " + (long) most + " items that fit, found " + found);
        }
        return valid < least || valid + open > most ? EvaluationOutcome.OPEN : EvaluationOutcome.VALID;
    }

    private EvaluationOutcome unique(Frame frame) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : frame.value()) {
            evaluation.budget().spend(STEPS_TO_KEEP);
            if (!seen.add(CanonicalValue.of(item, evaluation.budget()))) {
                return frame.invalid("uniqueItems", () -> "must have only unique items in the array");
            }
        }
        return EvaluationOutcome.VALID;
    }
}
