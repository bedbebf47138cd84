package io.ondemand2api.schema;

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
    Outcome check(JsonNode schema, String keyword, JsonNode value, Frame frame) {
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
                        "must have at least " + value.asText() + " properties");
            case "maxProperties" ->
                frame.require(
                        !value.isNumber() || frame.value().size() <= value.doubleValue(),
                        keyword,
                        "must have at most " + value.asText() + " properties");
            case "dependentRequired", "dependentSchemas", "dependencies" -> dependent(value, keyword, frame);
            default -> null;
        };
    }

    private Outcome properties(JsonNode schemas, Frame frame) {
        Outcome outcome = Outcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            evaluation.budget().spend(1);
            JsonNode schema = schemas.get(one.getKey());
            if (schema != null) {
                outcome = outcome.and(property(schema, one, frame));
                if (outcome == Outcome.INVALID && frame.settled()) {
                    break;
                }
            }
        }
        return outcome;
    }

    private Outcome property(JsonNode schema, Map.Entry<String, JsonNode> property, Frame frame) {
        if (frame.evaluated() != null) {
            frame.evaluated().property(property.getKey());
        }
        return evaluation.apply(schema, property.getValue(), property.getKey(), frame);
    }

    private Outcome patternProperties(JsonNode schemas, Frame frame) {
        Outcome outcome = Outcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            for (Map.Entry<String, JsonNode> pattern : schemas.properties()) {
                Outcome matches = matches(pattern.getKey(), one.getKey());
                if (matches == Outcome.VALID) {
                    outcome = outcome.and(property(pattern.getValue(), one, frame));
                } else if (matches == Outcome.OPEN) {
                    outcome = outcome.and(
                            property(pattern.getValue(), one, frame.silent()).perhaps());
                }
                if (outcome == Outcome.INVALID && frame.settled()) {
                    return outcome;
                }
            }
        }
        return outcome;
    }

    private Outcome matches(String pattern, String name) {
        evaluation.budget().spend(1);
        return evaluation.schema().pattern(pattern).find(name, evaluation.budget());
    }

    private Outcome additionalProperties(JsonNode schema, JsonNode additional, Frame frame) {
        JsonNode named = schema.path("properties");
        JsonNode patterns = schema.path("patternProperties");
        if (additional.isNull() || additional.isBoolean() && additional.booleanValue() && frame.evaluated() == null) {
            return Outcome.VALID;
        }
        Outcome outcome = Outcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            evaluation.budget().spend(1);
            if (named.has(one.getKey())) {
                continue;
            }
            Outcome covered = matchesAny(patterns, one.getKey());
            if (covered == Outcome.OPEN) {
                outcome = outcome.and(property(additional, one, frame.silent()).perhaps());
            } else if (covered == Outcome.INVALID) {
                outcome = outcome.and(additional(additional, one, frame, "additionalProperties"));
            }
            if (outcome == Outcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private Outcome matchesAny(JsonNode patterns, String name) {
        Outcome outcome = Outcome.INVALID;
        for (Iterator<String> all = patterns.fieldNames(); all.hasNext() && outcome != Outcome.VALID; ) {
            outcome = outcome.or(matches(all.next(), name));
        }
        return outcome;
    }

    private Outcome additional(JsonNode schema, Map.Entry<String, JsonNode> one, Frame frame, String keyword) {
        if (!schema.isBoolean() || schema.booleanValue()) {
            return property(schema, one, frame);
        }
        String kind = keyword.startsWith("unevaluated") ? "unevaluated" : "additional";
        return frame.invalid(
                keyword,
                "property '" + one.getKey() + "' is not defined in the schema and the schema does not allow " + kind
                        + " properties");
    }

    /** The properties that no other keyword has looked at. */
    Outcome unevaluated(JsonNode schema, Frame frame) {
        Outcome outcome = Outcome.VALID;
        for (Map.Entry<String, JsonNode> one : frame.value().properties()) {
            evaluation.budget().spend(1);
            if (!schema.isNull() && !frame.evaluated().has(one.getKey())) {
                outcome = outcome.and(additional(schema, one, frame, "unevaluatedProperties"));
            }
        }
        return outcome;
    }

    private Outcome propertyNames(JsonNode schema, Frame frame) {
        if (schema.isNull()) {
            return Outcome.VALID;
        }
        Outcome outcome = Outcome.VALID;
        Frame silent = frame.silent();
        for (Iterator<String> names = frame.value().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            outcome = outcome.and(evaluation.apply(schema, TextNode.valueOf(name), name, silent));
            if (outcome == Outcome.INVALID) {
                return frame.invalid("propertyNames", "the name of property '" + name + "' does not fit");
            }
        }
        return outcome;
    }

    private Outcome required(JsonNode names, Frame frame, String keyword) {
        Outcome outcome = Outcome.VALID;
        for (JsonNode name : names) {
            evaluation.budget().spend(1);
            if (name.isTextual() && !frame.value().has(name.textValue())) {
                outcome = frame.invalid(keyword, "required property '" + name.textValue() + "' not found");
                if (frame.settled()) {
                    break;
                }
            }
        }
        return outcome;
    }

    private Outcome dependent(JsonNode dependencies, String keyword, Frame frame) {
        Outcome outcome = Outcome.VALID;
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
