package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Mistral's {@code [TOOL_CALLS][{…}]} and {@code [TOOL_CALLS]x[ARGS]{…}}, the latter also with {@code [CALL_ID]…}; LM
 * Studio's {@code [TOOL_REQUEST]{…}[END_TOOL_REQUEST]}; and Phi's {@code functools[{…}]}.
 */
final class MistralDialect implements ToolCallDialect {

    private static final String FUNCTOOLS = "functools[";
    private static final String[] MARKS = {"[TOOL_CALLS]", "[TOOL_CALL]", "[TOOL_REQUEST]", FUNCTOOLS};
    private static final String[] ENDS = {
        "[/TOOL_CALLS]", "[/TOOL_CALL]", "[END_TOOL_REQUEST]", "[TOOL_REQUEST_END]", "[/TOOL_REQUEST]"
    };

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        String mark = mark(text, scope);
        return mark == null ? null : closed(payload(from, mark, text, scope), text);
    }

    /** With the mark that closes it, if one follows calls. */
    static Reading closed(Reading reading, Cursor text) {
        if (reading.isText()) {
            return reading;
        }
        text.moveTo(reading.end());
        text.skipSpace();
        for (String end : ENDS) {
            if (text.peek() == '[' && text.skip(end)) {
                return new Reading(reading.calls(), reading.problem(), reading.doubt(), text.at());
            }
        }
        return reading;
    }

    private static Reading payload(int from, String mark, Cursor text, Scope scope) {
        if (mark.equals(FUNCTOOLS)) {
            text.moveTo(text.at() - 1);
            return Payload.read(text, scope, from);
        }
        text.skipSpace();
        int at = text.at();
        boolean python = PythonCalls.startsAt(text);
        Tool tool = scope.tool(Payload.name(text));
        if (tool == null || python) {
            text.moveTo(at);
            return Payload.read(text, scope, from);
        }
        text.skipSpace();
        if (text.skip("[CALL_ID]")) {
            Payload.name(text);
        }
        text.skip("[ARGS]");
        return Payload.arguments(tool, text, scope, from);
    }

    private static String mark(Cursor text, Scope scope) {
        int c = text.peek();
        for (String mark : MARKS) {
            boolean possible = mark.charAt(0) == c && (c == '[' || scope.lineStart());
            if (possible && text.skip(mark)) {
                return mark;
            }
        }
        return null;
    }
}
