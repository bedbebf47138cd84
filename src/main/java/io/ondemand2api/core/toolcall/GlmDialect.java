package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/** GLM's {@code <tool_call>x<arg_key>y</arg_key><arg_value>…</arg_value></tool_call>}. */
final class GlmDialect implements ToolCallDialect {

    private static final String KEY = "arg_key";
    private static final String VALUE = "arg_value";

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.opens("tool_call")) {
            return null;
        }
        text.skipSpace();
        String name = tag.named() == null ? Payload.name(text) : tag.named();
        text.skipSpace();
        if (!next(KEY, text)) {
            return null;
        }
        Tool tool = scope.tool(name);
        if (tool == null) {
            return Reading.text(text.at());
        }
        CallCollector calls = scope.collector();
        try {
            calls.add(tool, arguments(tool, text));
        } catch (MalformedException unreadable) {
            calls.complain(tool, unreadable.getMessage());
        }
        return calls.reading(text.at());
    }

    private static String arguments(Tool tool, Cursor text) throws MalformedException {
        TypedArguments arguments = new TypedArguments(tool);
        while (next(KEY, text)) {
            Tag.read(text);
            String key = TagArguments.value(text, KEY, VALUE).strip();
            text.skipSpace();
            if (!next(VALUE, text)) {
                throw new MalformedException("the argument " + key + " has no value");
            }
            Tag.read(text);
            arguments.add(key, TagArguments.value(text, VALUE, KEY));
            text.skipSpace();
        }
        return arguments.json();
    }

    private static boolean next(String name, Cursor text) {
        int at = text.at();
        Tag tag = text.peek() == '<' ? Tag.read(text) : null;
        text.moveTo(at);
        return tag != null && tag.opens(name);
    }
}
