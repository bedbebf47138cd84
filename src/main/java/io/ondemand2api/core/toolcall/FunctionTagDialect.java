package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Qwen3-Coder's {@code <function=x><parameter=y>…</parameter></function>}, with and without {@code <tool_call>} around
 * it, and Llama's {@code <function=x>{…}</function>}.
 */
final class FunctionTagDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.opens("function") || tag.named() == null) {
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
                : ParameterTags.read(tool, text, scope, true);
    }
}
