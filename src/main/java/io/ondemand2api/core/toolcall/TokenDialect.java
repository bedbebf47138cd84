package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * DeepSeek's {@code <｜tool▁call▁begin｜>x<｜tool▁sep｜>{…}<｜tool▁call▁end｜>}, in its older form with the call's type
 * before and the arguments in a fence, and Kimi's
 * {@code <|tool_call_begin|>functions.x:0<|tool_call_argument_begin|>{…}<|tool_call_end|>}.
 */
final class TokenDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.token() || !tag.opens("tool_call_begin")) {
            return null;
        }
        text.skipSpace();
        String name = Payload.name(text);
        text.skipSpace();
        Tag separator = text.peek() == '<' ? Tag.read(text) : null;
        if (separator == null || !separator.opens("tool_sep", "tool_call_argument_begin")) {
            return scope.failed(from, text, null);
        }
        text.skipSpace();
        if (separator.name().equals("tool_sep") && name.equals("function")) {
            if (text.peek() == '<') {
                return scope.nested(text);
            }
            name = Payload.name(text);
        }
        Tool tool = scope.tool(name);
        return tool == null ? Reading.text(text.at()) : Payload.arguments(tool, text, scope, from);
    }
}
