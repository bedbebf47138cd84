package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * What models copy from logs and histories: {@code [Calling tool: x({…})]} and its like, on a line of its own; and a name
 * alone in brackets, {@code [x{…}]}, or {@code [x]} with the JSON on the next line.
 */
final class CallingDialect implements ToolCallDialect {

    private static final String[] MARKS = {"Calling tool:", "Calling function:", "Tool call:", "tool_call:", "Tool:"};

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!scope.lineStart() || !text.skip('[')) {
            return null;
        }
        if (!marked(text)) {
            return scope.bare() ? named(text, scope) : null;
        }
        text.skipBlanks();
        Tool tool = scope.tool(Payload.name(text));
        text.skipBlanks();
        int c = text.peek();
        if (tool == null || c != '(' && c != '{') {
            return null;
        }
        Reading reading =
                c == '(' ? Payload.parenthesis(tool, text, scope) : Payload.arguments(tool, text, scope, from);
        text.moveTo(reading.end());
        text.skipBlanks();
        text.skip(']');
        return new Reading(reading.calls(), reading.problem(), reading.doubt(), text.at());
    }

    private static Reading named(Cursor text, Scope scope) {
        Tool tool = scope.tool(Payload.name(text));
        if (tool == null) {
            return null;
        }
        Reading reading = NamedDialect.bare(tool, text, scope, text.skip(']') ? 0 : ']');
        return reading == null ? null : MistralDialect.closed(reading, text);
    }

    private static boolean marked(Cursor text) {
        for (String mark : MARKS) {
            if (text.skip(mark)) {
                return true;
            }
        }
        return false;
    }
}
