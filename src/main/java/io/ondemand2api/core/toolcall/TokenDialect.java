package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * DeepSeek's {@code <｜tool▁call▁begin｜>x<｜tool▁sep｜>{…}<｜tool▁call▁end｜>}, in its older form with the call's type
 * before and the arguments in a fence, and Kimi's
 * {@code <|tool_call_begin|>functions.x:0<|tool_call_argument_begin|>{…}<|tool_call_end|>}; Solar's
 * {@code <|tool_call:begin|>…<|tool_call:name|>x<|tool_call:args|>{…}<|tool_call:end|>}.
 */
final class TokenDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.token() || !tag.opens("tool_call_begin", "tool_call:begin")) {
            return null;
        }
        text.skipSpace();
        if (tag.opens("tool_call:begin")) {
            return solar(from, text, scope);
        }
        String name = Payload.name(text);
        skipIndex(text);
        text.skipSpace();
        if (text.peek() == '{') {
            Tool named = scope.tool(name);
            return name.isEmpty() || named == null
                    ? Payload.read(text, scope, from)
                    : Payload.arguments(named, text, scope, from);
        }
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

    /** Some write another sign than the colon before the index of a call. */
    private static void skipIndex(Cursor text) {
        if (text.peek() == '!' || text.peek() == '#') {
            text.next();
            Payload.name(text);
        }
    }

    private static Reading solar(int from, Cursor text, Scope scope) {
        Payload.name(text);
        Tag name = text.peek() == '<' ? Tag.read(text) : null;
        Tool tool = name != null && name.opens("tool_call:name") ? scope.tool(Payload.name(text)) : null;
        Tag arguments = tool != null && text.peek() == '<' ? Tag.read(text) : null;
        return arguments != null && arguments.opens("tool_call:args")
                ? Payload.arguments(tool, text, scope, from)
                : scope.failed(from, text, null);
    }
}
