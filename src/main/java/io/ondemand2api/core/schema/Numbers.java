package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Compares numbers by their exact amount, independent of the Java type they were read as. */
final class Numbers {

    /** A division takes time and memory by the square of its digits. */
    private static final int MAX_DIGITS = 60;

    /** Work with the digits of large integers takes time and memory by their square: so many bits for each other. */
    private static final int SQUARED_BITS_PER_STEP = 512;

    private Numbers() {}

    /** What it takes to work with this number, beyond what it takes with a small one. */
    static long steps(JsonNode number) {
        if (!number.isBigInteger()) {
            return 0;
        }
        long bits = number.bigIntegerValue().bitLength();
        return bits * bits / SQUARED_BITS_PER_STEP;
    }

    /** False for what was too large to be read. */
    static boolean isFinite(JsonNode number) {
        return !(number.isDouble() || number.isFloat()) || Double.isFinite(number.doubleValue());
    }

    static EvaluationOutcome isInteger(JsonNode number) {
        if (number.isIntegralNumber()) {
            return EvaluationOutcome.VALID;
        }
        if (!isFinite(number)) {
            return EvaluationOutcome.OPEN;
        }
        return EvaluationOutcome.of(number.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    /** True when the first is below the second, and at them being equal when that is allowed. */
    static EvaluationOutcome below(JsonNode number, JsonNode limit, boolean equal) {
        if (!isFinite(number) || !isFinite(limit)) {
            return EvaluationOutcome.OPEN;
        }
        int order = number.decimalValue().compareTo(limit.decimalValue());
        return EvaluationOutcome.of(equal ? order <= 0 : order < 0);
    }

    static EvaluationOutcome isMultiple(JsonNode number, JsonNode unit) {
        if (!isFinite(number) || !isFinite(unit)) {
            return EvaluationOutcome.OPEN;
        }
        BigDecimal amount = number.decimalValue();
        BigDecimal of = unit.decimalValue();
        if (of.signum() <= 0 || amount.signum() == 0) {
            return EvaluationOutcome.VALID;
        }
        if (digits(amount) > MAX_DIGITS || digits(of) > MAX_DIGITS) {
            return EvaluationOutcome.OPEN;
        }
        return EvaluationOutcome.of(amount.remainder(of).signum() == 0);
    }

    private static long digits(BigDecimal number) {
        return (long) number.precision() + Math.abs((long) number.scale());
    }
}
