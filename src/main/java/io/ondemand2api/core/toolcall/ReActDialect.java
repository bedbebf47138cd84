package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/** ReAct's {@code Action: x}, and {@code Action Input: {…}} on the next line; or a call as JSON behind {@code Action:}. */
final class ReActDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!label(text, "Action:", "**Action:**", "**Action**:")) {
            return null;
        }
        text.skipBlanks();
        int c = text.peek();
        if (c == '\n' || c == '\r' || c == '{' || c == '`' && text.peek(1) == '`') {
            text.skipSpace();
            c = text.peek();
            return c == '{' || c == '`' || c == '[' ? json(text, scope) : null;
        }
        boolean quoted = text.skip('`');
        Tool tool = scope.tool(Payload.name(text));
        if (tool != null && !quoted && (text.peek() == '[' || text.peek() == '(' && text.peek(1) != ')')) {
            return text.peek() == '('
                    ? Payload.parenthesis(tool, text, scope)
                    : Reading.unreadable(CallCollector.about(tool, "its input is no JSON object"), text.at());
        }
        if (tool == null || quoted && !text.skip('`') || !(text.skip("()") || true) || !text.atLineEnd()) {
            return null;
        }
        text.skipSpace();
        if (text.peek() == Cursor.END || label(text, "Observation:")) {
            return Reading.unreadable(CallCollector.about(tool, "its input is missing"), text.at());
        }
        if (!label(
                text,
                "Action Input:",
                "**Action Input:**",
                "**Action Input**:",
                "Input:",
                "Arguments:",
                "Args:",
                "Action_Input:")) {
            return null;
        }
        text.skipBlanks();
        if (text.atLineEnd() && nothingFollows(text)) {
            CallCollector calls = scope.collector();
            calls.add(tool, "{}");
            return calls.reading(text.at());
        }
        return Payload.arguments(tool, text, scope, from);
    }

    /** Behind empty arguments comes nothing, or the result that the model makes up. */
    private static boolean nothingFollows(Cursor text) {
        int at = text.at();
        text.skipSpace();
        int c = text.peek();
        if (c == '{' || c == '`') {
            text.moveTo(at);
            return false;
        }
        return true;
    }

    private static boolean label(Cursor text, String... labels) {
        for (String label : labels) {
            if (text.skip(label)) {
                return true;
            }
        }
        return false;
    }

    private static Reading json(Cursor text, Scope scope) {
        Reading reading = Payload.read(text, scope, text.at());
        return reading.calls().isEmpty() ? null : reading;
    }
}
