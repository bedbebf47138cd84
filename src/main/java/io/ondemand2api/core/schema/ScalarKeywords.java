package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** Keywords that ask for a type or a value, or something of texts and numbers. */
final class ScalarKeywords {

    private static final int STEPS_OF_A_DIVISION = 30;

    private final Evaluation evaluation;

    ScalarKeywords(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** A keyword that is none of these asks for nothing. */
    EvaluationOutcome check(JsonNode schema, String keyword, JsonNode value, Frame frame) {
        boolean nullAllowed = frame.value().isNull() && schema.path("nullable").booleanValue();
        return switch (keyword) {
            case "type" -> nullAllowed ? EvaluationOutcome.VALID : type(value, frame);
            case "enum" -> nullAllowed || !value.isArray() ? EvaluationOutcome.VALID : allowed(keyword, value, frame);
            case "const" -> allowed(keyword, value, frame);
            case "minLength", "maxLength", "pattern" ->
                frame.value().isTextual() ? text(keyword, value, frame) : EvaluationOutcome.VALID;
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
                frame.value().isNumber() && value.isNumber()
                        ? number(schema, keyword, value, frame)
                        : EvaluationOutcome.VALID;
            default -> EvaluationOutcome.VALID;
        };
    }

    private EvaluationOutcome type(JsonNode type, Frame frame) {
        EvaluationOutcome outcome =
                type.isTextual() ? isOf(type.textValue(), frame.value()) : EvaluationOutcome.INVALID;
        if (type.isArray()) {
            for (JsonNode one : type) {
                evaluation.budget().spend(1);
                outcome = outcome.or(isOf(one.asText(), frame.value()));
            }
        } else if (!type.isTextual()) {
            return EvaluationOutcome.VALID;
        }
        if (outcome != EvaluationOutcome.INVALID || frame.settled()) {
            return outcome;
        }
        return frame.invalid("type", () -> CompiledSchema.typeName(frame.value()) + " found, " + expected(type));
    }

    private static String expected(JsonNode type) {
        String expected = type.size() > 20 ? "another" : Excerpt.bare(type);
        return expected.replace("\"", "") + " expected";
    }

    private static EvaluationOutcome isOf(String type, JsonNode value) {
        return switch (type) {
            case "integer" -> value.isNumber() ? Numbers.isInteger(value) : EvaluationOutcome.INVALID;
            case "number", "string", "boolean", "array", "object", "null" ->
                EvaluationOutcome.of(
                        type.equals(CompiledSchema.typeName(value)) || type.equals("number") && value.isNumber());
            // an unknown type: undecided
            default -> EvaluationOutcome.OPEN;
        };
    }

    private EvaluationOutcome allowed(String keyword, JsonNode value, Frame frame) {
        AllowedValues allowed = evaluation.schema().allowed(value);
        if (allowed == null || allowed.contains(frame.value(), evaluation.budget())) {
            return EvaluationOutcome.VALID;
        }
        return frame.invalid(keyword, allowed::message);
    }

    private EvaluationOutcome text(String keyword, JsonNode value, Frame frame) {
        String text = frame.value().textValue();
        if (keyword.equals("pattern")) {
            LinearPattern pattern = value.isTextual() ? evaluation.schema().pattern(value.textValue()) : null;
            EvaluationOutcome outcome =
                    pattern == null ? EvaluationOutcome.VALID : pattern.find(text, evaluation.budget());
            return outcome == EvaluationOutcome.INVALID
                    ? frame.invalid(keyword, () -> "does not match the regex pattern " + Excerpt.of(value.textValue()))
                    : outcome;
        }
        if (!value.isNumber()) {
            return EvaluationOutcome.VALID;
        }
        evaluation.budget().look(text.length());
        int length = text.codePointCount(0, text.length());
        boolean least = keyword.equals("minLength");
        return frame.require(
                least ? length >= value.doubleValue() : length <= value.doubleValue(),
                keyword,
                () -> "must be at " + (least ? "least " : "most ") + value.asText() + " characters long");
    }

    private EvaluationOutcome number(JsonNode schema, String keyword, JsonNode limit, Frame frame) {
        JsonNode number = frame.value();
        evaluation.budget().spend(STEPS_OF_A_DIVISION + Numbers.steps(number) + Numbers.steps(limit));
        EvaluationOutcome outcome = switch (keyword) {
            case "minimum" ->
                Numbers.below(limit, number, !schema.path("exclusiveMinimum").booleanValue());
            case "maximum" ->
                Numbers.below(number, limit, !schema.path("exclusiveMaximum").booleanValue());
            case "exclusiveMinimum" -> Numbers.below(limit, number, false);
            case "exclusiveMaximum" -> Numbers.below(number, limit, false);
            default -> Numbers.isMultiple(number, limit);
        };
        if (outcome != EvaluationOutcome.INVALID || frame.settled()) {
            return outcome;
        }
        return frame.invalid(keyword, () -> switch (keyword) {
            case "minimum" -> "must have a minimum value of " + limit.asText();
            case "maximum" -> "must have a maximum value of " + limit.asText();
            case "exclusiveMinimum" -> "must be greater than " + limit.asText();
            case "exclusiveMaximum" -> "must be less than " + limit.asText();
            default -> "must be multiple of " + limit.asText();
        });
    }
}
