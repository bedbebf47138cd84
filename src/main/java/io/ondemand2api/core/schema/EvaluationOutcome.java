package io.ondemand2api.core.schema;

/** What a check comes to. It is open where a part of it cannot be decided, such as a pattern that cannot be matched. */
enum EvaluationOutcome {
    VALID,
    OPEN,
    INVALID;

    static EvaluationOutcome of(boolean valid) {
        return valid ? VALID : INVALID;
    }

    EvaluationOutcome and(EvaluationOutcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    EvaluationOutcome or(EvaluationOutcome other) {
        return compareTo(other) <= 0 ? this : other;
    }

    EvaluationOutcome not() {
        return this == OPEN ? OPEN : of(this == INVALID);
    }

    /** What it comes to when it is not certain that the check applies. */
    EvaluationOutcome perhaps() {
        return this == INVALID ? OPEN : this;
    }
}
