package io.ondemand2api.openai;

import io.ondemand2api.conversation.FinishReason;

/** OpenAI's words for why an answer ended. */
final class FinishReasons {

    private FinishReasons() {}

    static String wireName(FinishReason reason, CallForm form) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> form == CallForm.FUNCTION_CALL ? "function_call" : "tool_calls";
        };
    }
}
