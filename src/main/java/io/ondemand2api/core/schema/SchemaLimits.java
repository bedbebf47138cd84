package io.ondemand2api.core.schema;

/**
 * What all schemas of one request may cost together.
 *
 * @param maxValues the most JSON values in them, at least 1
 * @param maxSteps the most steps that checking against them may take, all rounds of the request together, at least 1; a
 *     step is one keyword against one value, and takes some tens of nanoseconds
 * @param maxStepsPerValue the most steps that one single value may take, at least 1
 * @param maxPatternSize the most instructions that all their patterns may be compiled to; a pattern beyond it is not
 *     enforced
 */
public record SchemaLimits(int maxValues, int maxSteps, int maxStepsPerValue, int maxPatternSize) {

    /** What application.properties says, too. */
    public static final SchemaLimits DEFAULT = new SchemaLimits(50_000, 1_500_000, 10_000, 20_000);
}
