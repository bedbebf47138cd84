package io.ondemand2api.core.toolcall;

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
        return ParameterTags.readCall(from, tag, text, scope, true);
    }
}
