package io.ondemand2api.core;

/** Why an answer ended. */
public enum FinishReason {
    /** The model had said all, or reached a stop text. */
    STOP,
    /** The answer reached the token limit. */
    LENGTH,
    /** The model waits for the results of the tools that it called. */
    TOOL_CALLS
}
