package io.ondemand2api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Compares numbers by their exact amount, whatever Java type they were read as. */
final class Numbers {

    /** A division takes time and memory by the square of its digits. */
    private static final int MOST_DIGITS = 60;

    private Numbers() {}

    /** False for what was too large to be read. */
    static boolean isFinite(JsonNode number) {
        return !(number.isDouble() || number.isFloat()) || Double.isFinite(number.doubleValue());
    }

    static Outcome isInteger(JsonNode number) {
        if (number.isIntegralNumber()) {
            return Outcome.VALID;
        }
        if (!isFinite(number)) {
            return Outcome.OPEN;
        }
        return Outcome.of(number.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    /** True when the first is below the second, and at them being equal when that is allowed. */
    static Outcome below(JsonNode number, JsonNode limit, boolean equal) {
        if (!isFinite(number) || !isFinite(limit)) {
            return Outcome.OPEN;
        }
        int order = number.decimalValue().compareTo(limit.decimalValue());
        return Outcome.of(equal ? order <= 0 : order < 0);
    }

    static Outcome isMultiple(JsonNode number, JsonNode unit) {
        if (!isFinite(number) || !isFinite(unit)) {
            return Outcome.OPEN;
        }
        BigDecimal amount = number.decimalValue();
        BigDecimal of = unit.decimalValue();
        if (of.signum() <= 0 || amount.signum() == 0) {
            return Outcome.VALID;
        }
        if (digits(amount) > MOST_DIGITS || digits(of) > MOST_DIGITS) {
            return Outcome.OPEN;
        }
        return Outcome.of(amount.remainder(of).signum() == 0);
    }

    private static long digits(BigDecimal number) {
        return (long) number.precision() + Math.abs((long) number.scale());
    }
}
