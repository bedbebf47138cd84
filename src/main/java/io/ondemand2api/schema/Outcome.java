package io.ondemand2api.schema;

/** What a check comes to. It is open where a part of it cannot be decided, such as a pattern that cannot be matched. */
enum Outcome {
    VALID,
    OPEN,
    INVALID;

    static Outcome of(boolean valid) {
        return valid ? VALID : INVALID;
    }

    Outcome and(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Outcome or(Outcome other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Outcome not() {
        return this == OPEN ? OPEN : of(this == INVALID);
    }

    /** What it comes to when it is not certain that the check applies. */
    Outcome perhaps() {
        return this == INVALID ? OPEN : this;
    }
}
