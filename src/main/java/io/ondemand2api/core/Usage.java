package io.ondemand2api.core;

/**
 * What an answer cost, in tokens.
 *
 * @param inputTokens tokens read, 0 or more
 * @param outputTokens tokens written, 0 or more, thinking included
 * @param reasoningTokens the part of the output that was thinking, 0 or more
 * @param estimated true when the gateway counted, because the upstream gave no figures
 */
public record Usage(int inputTokens, int outputTokens, int reasoningTokens, boolean estimated) {

    /** Input and output together. */
    public int totalTokens() {
        return inputTokens + outputTokens;
    }

    /** Both together; estimated when either is. */
    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                reasoningTokens + other.reasoningTokens,
                estimated || other.estimated);
    }
}
