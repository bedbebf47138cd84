package io.ondemand2api.core;

/**
 * How the model is to choose its words; null where the caller left it to the model.
 *
 * @param temperature 0..2
 * @param topP 0..1
 * @param presencePenalty -2..2, OpenAI's range
 * @param frequencyPenalty -2..2, OpenAI's range
 */
public record Sampling(Double temperature, Double topP, Double presencePenalty, Double frequencyPenalty) {

    /** Everything left to the model. */
    public static final Sampling UNSET = new Sampling(null, null, null, null);
}
