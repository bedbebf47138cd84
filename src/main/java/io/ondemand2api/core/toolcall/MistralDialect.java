package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Mistral's {@code [TOOL_CALLS][{…}]} and {@code [TOOL_CALLS]x[ARGS]{…}}, the latter also with {@code [CALL_ID]…}, and
 * Phi's {@code functools[{…}]}.
 */
final class MistralDialect implements ToolCallDialect {

    private static final String[] MARKS = {"[TOOL_CALLS]", "[TOOL_CALL]", "functools["};

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        String mark = mark(text, scope);
        if (mark == null) {
            return null;
        }
        if (mark.equals(MARKS[2])) {
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
