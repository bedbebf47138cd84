package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Claude's {@code <invoke name="x"><parameter name="y">…</parameter></invoke>}, with and without
 * {@code <function_calls>} around it, which DeepSeek ({@code DSML}), MiniMax and Step write with prefixes of their own.
 */
final class InvokeDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.opens("invoke")) {
            return null;
        }
        Tool tool = scope.tool(tag.named());
        if (tool == null) {
            return Reading.text(text.at());
        }
        text.skipSpace();
        int c = text.peek();
        boolean elements = ElementArguments.startAt(tool, text) && !ParameterTags.startAt(text);
        return elements || c == '{' || c == '`' || c == '"'
                ? Payload.arguments(tool, text, scope, from)
                : ParameterTags.read(tool, text, scope, false);
    }
}
