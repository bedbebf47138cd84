package io.ondemand2api.schema;

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
    Outcome check(JsonNode schema, String keyword, JsonNode value, Frame frame) {
        return switch (keyword) {
            case "prefixItems" -> first(value, frame);
            case "items" ->
                value.isArray()
                        ? first(value, frame)
                        : rest(value, schema.path("prefixItems").size(), frame);
            case "additionalItems" ->
                schema.path("items").isArray()
                        ? rest(value, schema.path("items").size(), frame)
                        : Outcome.VALID;
            case "contains" -> contains(schema, value, frame);
            case "uniqueItems" -> value.booleanValue() ? unique(frame) : Outcome.VALID;
            case "minItems" ->
                frame.require(
                        !value.isNumber() || frame.value().size() >= value.doubleValue(),
                        keyword,
                        "must have at least " + value.asText() + " items but found "
                                + frame.value().size());
            case "maxItems" ->
                frame.require(
                        !value.isNumber() || frame.value().size() <= value.doubleValue(),
                        keyword,
                        "must have at most " + value.asText() + " items but found "
                                + frame.value().size());
            default -> null;
        };
    }

    private Outcome first(JsonNode schemas, Frame frame) {
        Outcome outcome = Outcome.VALID;
        int items = Math.min(schemas.size(), frame.value().size());
        for (int i = 0; i < items; i++) {
            outcome = outcome.and(item(schemas.get(i), i, frame));
            if (outcome == Outcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private Outcome rest(JsonNode schema, int from, Frame frame) {
        Outcome outcome = Outcome.VALID;
        for (int i = from; i < frame.value().size() && !schema.isNull(); i++) {
            outcome = outcome.and(item(schema, i, frame));
            if (outcome == Outcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private Outcome item(JsonNode schema, int index, Frame frame) {
        if (frame.evaluated() != null) {
            frame.evaluated().item(index);
        }
        return evaluation.apply(schema, frame.value().get(index), index, frame);
    }

    /** The items that no other keyword has looked at. */
    Outcome unevaluated(JsonNode schema, Frame frame) {
        Outcome outcome = Outcome.VALID;
        for (int i = 0; i < frame.value().size() && !schema.isNull(); i++) {
            evaluation.budget().spend(1);
            if (!frame.evaluated().has(i)) {
                outcome = outcome.and(item(schema, i, frame));
            }
        }
        return outcome;
    }

    private Outcome contains(JsonNode schema, JsonNode wanted, Frame frame) {
        if (wanted.isNull()) {
            return Outcome.VALID;
        }
        double least = schema.path("minContains").asDouble(1);
        double most = schema.path("maxContains").asDouble(Double.MAX_VALUE);
        int valid = 0;
        int open = 0;
        Frame silent = frame.silent();
        for (int i = 0; i < frame.value().size(); i++) {
            Outcome outcome = evaluation.apply(wanted, frame.value().get(i), i, silent);
            valid += outcome == Outcome.VALID ? 1 : 0;
            open += outcome == Outcome.OPEN ? 1 : 0;
            if (outcome != Outcome.INVALID && frame.evaluated() != null) {
                frame.evaluated().item(i);
            }
        }
        if (valid + open < least) {
            return frame.invalid(
                    "contains", "must contain at least " + (long) least + " items that fit, found " + valid);
        }
        if (valid > most) {
            return frame.invalid(
                    "maxContains", "must contain at most " + (long) most + " items that fit, found " + valid);
        }
        return valid < least || valid + open > most ? Outcome.OPEN : Outcome.VALID;
    }

    private Outcome unique(Frame frame) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : frame.value()) {
            evaluation.budget().spend(STEPS_TO_KEEP);
            if (!seen.add(CanonicalJson.of(item, evaluation.budget()))) {
                return frame.invalid("uniqueItems", "must have only unique items in the array");
            }
        }
        return Outcome.VALID;
    }
}
