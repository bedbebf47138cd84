package io.ondemand2api.core.toolcall;

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
        return ParameterTags.readCall(from, tag, text, scope, false);
    }
}
