package io.ondemand2api.core.schema;

/**
 * What is left of a request's {@link SchemaLimits}: its schemas, and all checks against them, draw on one budget. For
 * one thread at a time.
 */
public final class SchemaBudget {

    /** A step takes as long as a look at so many characters, or a copy of them. */
    private static final int CHARACTERS_PER_STEP = 32;

    private final SchemaLimits limits;
    private final SchemaRunner runner;
    private long values;
    private long steps;
    private long patternSize;

    /** A full budget, for work that this runs. */
    public SchemaBudget(SchemaLimits limits, SchemaRunner runner) {
        this.limits = limits;
        this.runner = runner;
        this.values = limits.maxValues();
        this.steps = limits.maxSteps();
        this.patternSize = limits.maxPatternSize();
    }

    /** A full budget of {@link SchemaLimits#DEFAULT}, for work on the thread that asks. */
    public SchemaBudget() {
        this(SchemaLimits.DEFAULT, SchemaRunner.DIRECT);
    }

    SchemaRunner runner() {
        return runner;
    }

    SchemaLimits limits() {
        return limits;
    }

    void takeValue() throws InvalidSchemaException {
        if (--values < 0) {
            throw new InvalidSchemaException(
                    "it is too large: all schemas together may have at most " + limits.maxValues() + " values");
        }
    }

    /** Takes these instructions, or nothing when so many are not left. */
    boolean takePattern(int size) {
        if (size > patternSize) {
            return false;
        }
        patternSize -= size;
        return true;
    }

    boolean has(long wanted) {
        return wanted <= steps;
    }

    /** Takes these steps; once they are not left, none is. */
    void spend(long taken) {
        steps -= taken;
        if (steps < 0) {
            steps = 0;
            throw new SpentException();
        }
    }

    /** Spends the steps that it takes to go through so many characters. */
    void look(int characters) {
        spend(characters / CHARACTERS_PER_STEP);
    }

    /** How many steps are left. */
    long steps() {
        return steps;
    }

    /** Nothing is left, or the value is too deep: the check ends without a result. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SpentException() {
            super("too many steps", null, false, false);
        }
    }
}
