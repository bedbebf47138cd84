package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/** Keywords that ask something of objects. */
final class ObjectKeywords {

    private final Evaluation evaluation;

    ObjectKeywords(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** @return null when the keyword is none of these */
    EvaluationOutcome check(JsonNode schema, String keyword, JsonNode value, Frame frame) {
        return switch (keyword) {
            case "properties" -> properties(value, frame);
            case "patternProperties" -> patternProperties(value, frame);
            case "additionalProperties" -> additionalProperties(schema, value, frame);
            case "propertyNames" -> propertyNames(value, frame);
            case "required" -> required(value, frame, "required");
            case "minProperties" ->
                frame.require(
                        !value.isNumber() || frame.value().size() >= value.doubleValue(),
                        keyword,
                        () -> "must have at least " + value.asText() + " properties");
            case "maxProperties" ->
                frame.require(
                        !value.isNumber() || frame.value().size() <= value.doubleValue(),
                        keyword,
                        () -> "must have at most " + value.asText() + " properties");
            case "dependentRequired", "dependentSchemas", "dependencies" -> dependent(value, keyword, frame);
            default -> null;
        };
    }

    private EvaluationOutcome properties(JsonNode schemas, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            evaluation.budget().spend(1);
            JsonNode schema = schemas.get(one.getKey());
            if (schema != null) {
                outcome = outcome.and(property(schema, one, frame));
                if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                    break;
                }
            }
        }
        return outcome;
    }

    private EvaluationOutcome property(JsonNode schema, Map.Entry<String, JsonNode> property, Frame frame) {
        if (frame.evaluated() != null) {
            frame.evaluated().property(property.getKey());
        }
        return evaluation.apply(schema, property.getValue(), property.getKey(), frame);
    }

    private EvaluationOutcome patternProperties(JsonNode schemas, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            for (Map.Entry<String, JsonNode> pattern : schemas.properties()) {
                EvaluationOutcome matches = matches(pattern.getKey(), one.getKey());
                if (matches == EvaluationOutcome.VALID) {
                    outcome = outcome.and(property(pattern.getValue(), one, frame));
                } else if (matches == EvaluationOutcome.OPEN) {
                    outcome = outcome.and(
                            property(pattern.getValue(), one, frame.silent()).perhaps());
                }
                if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                    return outcome;
                }
            }
        }
        return outcome;
    }

    private EvaluationOutcome matches(String pattern, String name) {
        evaluation.budget().spend(1);
        return evaluation.schema().pattern(pattern).find(name, evaluation.budget());
    }

    private EvaluationOutcome additionalProperties(JsonNode schema, JsonNode additional, Frame frame) {
        JsonNode named = schema.path("properties");
        JsonNode patterns = schema.path("patternProperties");
        if (additional.isNull() || additional.isBoolean() && additional.booleanValue() && frame.evaluated() == null) {
            return EvaluationOutcome.VALID;
        }
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            evaluation.budget().spend(1);
            if (named.has(one.getKey())) {
                continue;
            }
            EvaluationOutcome covered = matchesAny(patterns, one.getKey());
            if (covered == EvaluationOutcome.OPEN) {
                outcome = outcome.and(property(additional, one, frame.silent()).perhaps());
            } else if (covered == EvaluationOutcome.INVALID) {
                outcome = outcome.and(additional(additional, one, frame, "additionalProperties"));
            }
            if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private EvaluationOutcome matchesAny(JsonNode patterns, String name) {
        EvaluationOutcome outcome = EvaluationOutcome.INVALID;
        for (Iterator<String> all = patterns.fieldNames(); all.hasNext() && outcome != EvaluationOutcome.VALID; ) {
            outcome = outcome.or(matches(all.next(), name));
        }
        return outcome;
    }

    private EvaluationOutcome additional(
            JsonNode schema, Map.Entry<String, JsonNode> one, Frame frame, String keyword) {
        if (!schema.isBoolean() || schema.booleanValue()) {
            return property(schema, one, frame);
        }
        String kind = keyword.startsWith("unevaluated") ? "unevaluated" : "additional";
        return frame.invalid(
                keyword,
                () -> "property '" + Excerpt.of(one.getKey())
                        + "' is not defined in the schema and the schema does not allow " + kind + " properties");
    }

    /** The properties that no other keyword has looked at. */
    EvaluationOutcome unevaluated(JsonNode schema, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            evaluation.budget().spend(1);
            if (!schema.isNull() && !frame.evaluated().has(one.getKey())) {
                outcome = outcome.and(additional(schema, one, frame, "unevaluatedProperties"));
            }
        }
        return outcome;
    }

    private EvaluationOutcome propertyNames(JsonNode schema, Frame frame) {
        if (schema.isNull()) {
            return EvaluationOutcome.VALID;
        }
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        Frame silent = frame.silent();
        for (Iterator<String> names = frame.value().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            outcome = outcome.and(evaluation.apply(schema, TextNode.valueOf(name), name, silent));
            if (outcome == EvaluationOutcome.INVALID) {
                return frame.invalid(
                        "propertyNames", () -> "the name of property '" + Excerpt.of(name) + "' does not fit");
            }
        }
        return outcome;
    }

    private EvaluationOutcome required(JsonNode names, Frame frame, String keyword) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (JsonNode name : names) {
            evaluation.budget().spend(1);
            if (name.isTextual() && !frame.value().has(name.textValue())) {
                outcome = frame.invalid(
                        keyword, () -> "required property '" + Excerpt.of(name.textValue()) + "' not found");
                if (frame.settled()) {
                    break;
                }
            }
        }
        return outcome;
    }

    private EvaluationOutcome dependent(JsonNode dependencies, String keyword, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (Map.Entry<String, JsonNode> one : dependencies.properties()) {
            evaluation.budget().spend(1);
            if (!frame.value().has(one.getKey())) {
                continue;
            }
            boolean names = one.getValue().isArray();
            if (names && !keyword.equals("dependentSchemas")) {
                outcome = outcome.and(required(one.getValue(), frame, keyword));
            } else if (!names && !keyword.equals("dependentRequired")) {
                outcome = outcome.and(evaluation.apply(one.getValue(), frame));
            }
        }
        return outcome;
    }
}
