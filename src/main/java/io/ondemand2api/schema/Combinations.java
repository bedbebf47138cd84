package io.ondemand2api.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** Keywords that apply other schemas to the same value. */
final class Combinations {

    private static final int MOST_OF_ONE_CHOICE = 2;

    private final Evaluation evaluation;

    Combinations(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** @return null when the keyword is none of these */
    Outcome check(Subschema part, String keyword, JsonNode value, Frame frame) {
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

    private Outcome all(JsonNode schemas, Frame frame) {
        Outcome outcome = Outcome.VALID;
        for (JsonNode schema : schemas) {
            outcome = outcome.and(evaluation.apply(schema, frame));
            if (outcome == Outcome.INVALID && frame.settled()) {
                break;
            }
        }
        return outcome;
    }

    private Outcome any(JsonNode schemas, Frame frame) {
        if (schemas.isEmpty()) {
            return Outcome.VALID;
        }
        Outcome outcome = Outcome.INVALID;
        Reasons reasons = new Reasons(frame);
        for (JsonNode schema : schemas) {
            outcome = outcome.or(evaluation.apply(schema, frame.telling(reasons.next())));
            // which properties were looked at depends on all that are valid
            if (outcome == Outcome.VALID && frame.evaluated() == null) {
                break;
            }
        }
        if (outcome == Outcome.INVALID) {
            reasons.tell(frame, "anyOf");
        }
        return outcome;
    }

    private Outcome one(JsonNode schemas, Frame frame) {
        if (schemas.isEmpty()) {
            return Outcome.VALID;
        }
        int valid = 0;
        int open = 0;
        Reasons reasons = new Reasons(frame);
        for (JsonNode schema : schemas) {
            Outcome outcome = evaluation.apply(schema, frame.telling(reasons.next()));
            valid += outcome == Outcome.VALID ? 1 : 0;
            open += outcome == Outcome.OPEN ? 1 : 0;
            if (valid > 1) {
                return frame.invalid("oneOf", "must be valid to one and only one schema, but more than one are valid");
            }
        }
        if (valid + open == 0) {
            reasons.tell(frame, "oneOf");
            return Outcome.INVALID;
        }
        return open == 0 ? Outcome.VALID : Outcome.OPEN;
    }

    private Outcome not(JsonNode schema, Frame frame) {
        Frame apart = new Frame(frame.value(), frame.place(), frame.scope(), null, null, frame.depth());
        Outcome outcome = evaluation.apply(schema, apart).not();
        return outcome == Outcome.INVALID ? frame.invalid("not", "must not be valid to the schema of 'not'") : outcome;
    }

    private Outcome condition(JsonNode node, JsonNode schema, Frame frame) {
        JsonNode then = node.get("then");
        JsonNode otherwise = node.get("else");
        if (then == null && otherwise == null && frame.evaluated() == null) {
            return Outcome.VALID;
        }
        Outcome holds = evaluation.apply(schema, frame.silent());
        if (holds == Outcome.OPEN) {
            Outcome yes = branch(then, frame.silent());
            return yes == branch(otherwise, frame.silent()) ? branch(then, frame) : Outcome.OPEN;
        }
        return branch(holds == Outcome.VALID ? then : otherwise, frame);
    }

    private Outcome branch(JsonNode schema, Frame frame) {
        return schema == null ? Outcome.VALID : evaluation.apply(schema, frame);
    }

    /** Why each of several choices was not valid; the one that was meant is the one that fits furthest. */
    private static final class Reasons {

        private final boolean asked;
        private final Violations all = new Violations(MOST_OF_ONE_CHOICE * 2);
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
            current = new Violations(MOST_OF_ONE_CHOICE);
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
