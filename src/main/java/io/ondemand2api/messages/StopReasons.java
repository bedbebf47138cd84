package io.ondemand2api.messages;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.AnswerPart;

/** Anthropic's words for why an answer ended. */
final class StopReasons {

    private StopReasons() {}

    /** Appends the fields {@code stop_reason} and {@code stop_sequence}. */
    static void append(AnswerPart.Finished finished, ByteSink out) {
        String word = switch (finished.reason()) {
            case STOP -> finished.stop() == null ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
        };
        out.append("\"stop_reason\":\"" + word + "\",\"stop_sequence\":");
        JsonText.appendQuoted(finished.stop(), out);
    }
}
