package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** Keywords that apply other schemas to the same value. */
final class Combinations {

    private static final int MAX_OF_ONE_CHOICE = 2;

    private final Evaluation evaluation;

    Combinations(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** @return null when the keyword is none of these */
    EvaluationOutcome check(Subschema part, String keyword, JsonNode value, Frame frame) {
        return switch (keyword) {
            case "$ref" -> evaluation.apply(part.target, frame);
            case "$dynamicRef", "$recursiveRef" -> evaluation.apply(dynamic(part, frame), frame);
            case "allOf" -> all(value, frame);
            case "anyOf" -> any(value, frame);
            case "oneOf" -> one(value, frame);
            case "not" -> not(value, frame);
            case "if" -> condition(part.node(), value, frame);
            default -> null;
        };
    }

    private JsonNode dynamic(Subschema part, Frame frame) {
        JsonNode replacement = part.dynamic == null ? null : frame.scope().outermost(part.dynamic, evaluation.budget());
        return replacement == null ? part.dynamicTarget : replacement;
    }

    private EvaluationOutcome all(JsonNode schemas, Frame frame) {
        EvaluationOutcome outcome = EvaluationOutcome.VALID;
        for (JsonNode schema : schemas) {
            outcome = outcome.and(evaluation.apply(schema, frame));
            if (outcome == EvaluationOutcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private EvaluationOutcome any(JsonNode schemas, Frame frame) {
        if (schemas.isEmpty()) {
            return EvaluationOutcome.VALID;
        }
        EvaluationOutcome outcome = EvaluationOutcome.INVALID;
        Reasons reasons = new Reasons(frame);
        for (JsonNode schema : schemas) {
            outcome = outcome.or(evaluation.apply(schema, frame.telling(reasons.next())));
            // which properties were looked at depends on all that are valid
            if (outcome == EvaluationOutcome.VALID && frame.evaluated() == null) {
                break;
            }
        }
        if (outcome == EvaluationOutcome.INVALID) {
            reasons.tell(frame, "anyOf");
        }
        return outcome;
    }

    private EvaluationOutcome one(JsonNode schemas, Frame frame) {
        if (schemas.isEmpty()) {
            return EvaluationOutcome.VALID;
        }
        int valid = 0;
        int open = 0;
        Reasons reasons = new Reasons(frame);
        for (JsonNode schema : schemas) {
            EvaluationOutcome outcome = evaluation.apply(schema, frame.telling(reasons.next()));
            valid += outcome == EvaluationOutcome.VALID ? 1 : 0;
            open += outcome == EvaluationOutcome.OPEN ? 1 : 0;
            if (valid > 1) {
                return frame.invalid(
                        "oneOf", () -> "must be valid to one and only one schema, but more than one are valid");
            }
        }
        if (valid + open == 0) {
            reasons.tell(frame, "oneOf");
            return EvaluationOutcome.INVALID;
        }
        return open == 0 ? EvaluationOutcome.VALID : EvaluationOutcome.OPEN;
    }

    private EvaluationOutcome not(JsonNode schema, Frame frame) {
        Frame apart = new Frame(frame.value(), frame.place(), frame.scope(), null, null, frame.depth());
        EvaluationOutcome outcome = evaluation.apply(schema, apart).not();
        return outcome == EvaluationOutcome.INVALID
                ? frame.invalid("not", () -> "must not be valid to the schema of 'not'")
                : outcome;
    }

    private EvaluationOutcome condition(JsonNode node, JsonNode schema, Frame frame) {
        JsonNode then = node.get("then");
        JsonNode otherwise = node.get("else");
        if (then == null && otherwise == null && frame.evaluated() == null) {
            return EvaluationOutcome.VALID;
        }
        EvaluationOutcome holds = evaluation.apply(schema, frame.silent());
        if (holds == EvaluationOutcome.OPEN) {
            EvaluationOutcome yes = branch(then, frame.silent());
            return yes == branch(otherwise, frame.silent()) ? branch(then, frame) : EvaluationOutcome.OPEN;
        }
        return branch(holds == EvaluationOutcome.VALID ? then : otherwise, frame);
    }

    private EvaluationOutcome branch(JsonNode schema, Frame frame) {
        return schema == null ? EvaluationOutcome.VALID : evaluation.apply(schema, frame);
    }

    /** Why each of several choices was not valid; the one that was meant is the one that fits furthest. */
    private static final class Reasons {

        private final boolean asked;
        private final Violations all = new Violations(MAX_OF_ONE_CHOICE * 2);
        private Violations deepest;
        private Violations current;

        Reasons(Frame frame) {
            asked = !frame.settled();
        }

        Violations next() {
            if (!asked) {
                return null;
            }
            close();
            current = new Violations(MAX_OF_ONE_CHOICE);
            return current;
        }

        private void close() {
            if (current != null) {
                all.addAll(current);
                if (deepest == null || current.deepest() > deepest.deepest()) {
                    deepest = current;
                }
            }
        }

        void tell(Frame frame, String keyword) {
            if (asked) {
                close();
                boolean further = deepest.deepest() > frame.place().depth();
                frame.violations().addAll(further ? deepest : all);
            }
        }
    }
}
