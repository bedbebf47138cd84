package io.ondemand2api.openai;

import io.ondemand2api.core.FinishReason;

/** OpenAI's words for why an answer ended. */
final class FinishReasons {

    private FinishReasons() {}

    static String wireName(FinishReason reason, ToolCallForm form) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> form == ToolCallForm.FUNCTION_CALL ? "function_call" : "tool_calls";
        };
    }
}
