package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * What Gemini writes when it does not call: {@code <ctrl42>call:default_api:x{…}}, {@code <ctrl42>call} and Python behind
 * it, {@code <call:default_api:x{…}/>}, and {@code declaration:default_api:x{…}} on a line of its own.
 */
final class GeminiDialect implements ToolCallDialect {

    static final String DECLARATION = "declaration:";

    private static final String[] TOKENS = {"<ctrl95>", "<ctrl42>"};
    private static final String ELEMENT = "<call:";

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (text.peek() != '<') {
            return text.skip(DECLARATION) ? call(from, text, scope) : null;
        }
        if (text.skip(ELEMENT)) {
            return ended(call(from, text, scope), text);
        }
        text.skip(TOKENS[0]);
        if (text.peek() != '<' || !text.skip(TOKENS[1])) {
            return null;
        }
        text.skipSpace();
        if (!text.skip("call")) {
            return null;
        }
        return text.skip(':') ? call(from, text, scope) : Payload.read(text, scope, from);
    }

    private static Reading call(int from, Cursor text, Scope scope) {
        text.skipBlanks();
        Tool tool = scope.tool(Payload.name(text));
        text.skipBlanks();
        return tool == null || text.peek() != '{' ? null : Payload.arguments(tool, text, scope, from);
    }

    private static Reading ended(Reading reading, Cursor text) {
        if (reading == null || reading.isText()) {
            return reading;
        }
        text.moveTo(reading.end());
        text.skip('/');
        text.skip('>');
        return new Reading(reading.calls(), reading.problem(), reading.doubt(), text.at());
    }
}
