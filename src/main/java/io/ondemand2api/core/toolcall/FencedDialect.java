package io.ondemand2api.core.toolcall;

import java.util.List;
import java.util.Locale;

/** A fence whose label says that it holds calls: Gemini's and Gemma's {@code ```tool_code} and its like. */
final class FencedDialect implements ToolCallDialect {

    private static final List<String> LABELS =
            List.of("tool", "tool_code", "tool_call", "tool_calls", "tool_use", "function_call", "function_calls");
    private static final String FENCE = "```";

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!text.skip(FENCE)) {
            return null;
        }
        int at = text.at();
        int c = text.peek();
        while (c != Cursor.END && (Character.isLetter(c) || c == '_')) {
            String label = text.since(at).toLowerCase(Locale.ROOT);
            if (LABELS.stream().noneMatch(known -> known.startsWith(label))) {
                return null;
            }
            text.next();
            c = text.peek();
        }
        if (!LABELS.contains(text.since(at).toLowerCase(Locale.ROOT))) {
            return null;
        }
        text.skipSpace();
        Reading reading = Payload.read(text, scope, text.at());
        if (reading.isText()) {
            return null;
        }
        text.moveTo(reading.end());
        text.skipSpace();
        Tag end = text.peek() == '<' ? Tag.read(text) : null;
        if (end != null) {
            text.skipSpace();
        }
        text.skip(FENCE);
        return new Reading(reading.calls(), reading.problem(), reading.doubt(), text.at());
    }
}
