package io.ondemand2api.openai;

/** How a caller wants to be told of calls: by the words that it asked with. */
public enum ToolCallForm {
    /** {@code tool_calls}, several with an id each. */
    TOOL_CALLS,
    /** {@code function_call}, the deprecated form: one, without an id. */
    FUNCTION_CALL
}
