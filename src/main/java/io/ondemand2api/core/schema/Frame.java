package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/**
 * One value, and how it is being looked at.
 *
 * @param value what is checked
 * @param place where it is
 * @param scope through which resources the check came here
 * @param evaluated takes which of its parts were looked at; null when not needed
 * @param violations takes what does not fit; null when only the outcome is asked for
 * @param depth how many schemas are being applied around this
 */
record Frame(JsonNode value, Place place, SchemaScope scope, Evaluated evaluated, Violations violations, int depth) {

    static Frame of(JsonNode value, Violations violations) {
        return new Frame(value, Place.ROOT, null, null, violations, 0);
    }

    Frame enter(Resource resource, Evaluated own) {
        return new Frame(value, place, SchemaScope.enter(scope, resource), own, violations, depth + 1);
    }

    Frame child(JsonNode part, String name) {
        return new Frame(part, place.child(name), scope, null, violations, depth);
    }

    Frame child(JsonNode part, int index) {
        return new Frame(part, place.child(index), scope, null, violations, depth);
    }

    /** The same value, with what does not fit reported to others, or to none. */
    Frame telling(Violations others) {
        return new Frame(value, place, scope, evaluated, others, depth);
    }

    Frame silent() {
        return violations == null ? this : telling(null);
    }

    /** True when nothing more is to be learned from an invalid value. */
    boolean settled() {
        return violations == null || violations.full();
    }

    EvaluationOutcome require(boolean valid, String keyword, Supplier<String> message) {
        return valid ? EvaluationOutcome.VALID : invalid(keyword, message);
    }

    EvaluationOutcome invalid(String keyword, Supplier<String> message) {
        if (violations != null) {
            violations.add(place, keyword, message);
        }
        return EvaluationOutcome.INVALID;
    }
}
