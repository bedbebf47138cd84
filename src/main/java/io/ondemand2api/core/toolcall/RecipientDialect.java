package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/** Functionary's {@code >>>x} with the arguments on the next line. */
final class RecipientDialect implements ToolCallDialect {

    static final String MARK = ">>>";

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        Tool tool = text.skip(MARK) ? scope.tool(Payload.name(text)) : null;
        if (tool == null || !text.atLineEnd()) {
            return null;
        }
        text.skipSpace();
        return text.peek() == '{' ? Payload.arguments(tool, text, scope, from) : null;
    }
}
