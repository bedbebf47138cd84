package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * A call whose wrapper was lost: {@code <name>x} and a parameter's tag behind it, at the start of a line. That is too
 * little to be sure of, so the model is asked.
 */
final class BareNameDialect implements ToolCallDialect {

    private static final String NAME = "<name>";

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        Tool tool = scope.lineStart() && text.skip(NAME) ? scope.tool(Payload.name(text)) : null;
        if (tool == null) {
            return null;
        }
        Tag next;
        do {
            text.skipSpace();
            next = text.peek() == '<' ? Tag.read(text) : null;
        } while (next != null && next.closing());
        return next != null && next.opens("parameter")
                ? Reading.unreadable(CallCollector.about(tool, "its form is not the one that is asked for"), text.at())
                : null;
    }
}
