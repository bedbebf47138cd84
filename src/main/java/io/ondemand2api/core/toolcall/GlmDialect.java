package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * GLM's {@code <tool_call>x<arg_key>y</arg_key><arg_value>…</arg_value></tool_call>}, which Hunyuan writes with
 * {@code <tool_sep>} behind the name, and LongCat with one JSON object behind the first {@code <arg_key>}, too.
 */
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
        NamedDialect.separated(text);
        text.skipSpace();
        if (next(KEY, text)) {
            Tool tool = scope.tool(name);
            return tool == null ? Reading.text(text.at()) : arguments(tool, text, scope);
        }
        return withoutFirstTag(name, text, scope);
    }

    /** True when arguments in this form start here; the place stays. */
    static boolean startsArguments(Cursor text) {
        return next(KEY, text);
    }

    /** Reads the arguments of a call whose name stands before them. */
    static Reading arguments(Tool tool, Cursor text, Scope scope) {
        return read(tool, new TypedArguments(tool), text, scope);
    }

    private static Reading read(Tool tool, TypedArguments arguments, Cursor text, Scope scope) {
        CallCollector calls = scope.collector();
        try {
            JsonValue all = allInOne(text);
            if (all != null) {
                calls.add(tool, all);
                return calls.reading(text.at());
            }
            rest(arguments, text);
            calls.add(tool, arguments.json());
        } catch (MalformedException unreadable) {
            calls.addProblem(tool, unreadable.getMessage());
        }
        return calls.reading(text.at());
    }

    /** {@code xy</arg_key>}, where a tool and its parameter are written together because a tag was left out. */
    private static Reading withoutFirstTag(String name, Cursor text, Scope scope) {
        int from = text.at();
        String key = Payload.name(text);
        text.skipSpace();
        Tag end = text.peek() == '<' ? Tag.read(text) : null;
        if (end == null || !end.closing() || !end.name().equals(KEY)) {
            text.moveTo(from);
            return null;
        }
        Tool tool = key.isEmpty() ? scope.toolBefore(name) : scope.tool(name);
        if (tool == null) {
            text.moveTo(from);
            return null;
        }
        TypedArguments arguments = new TypedArguments(tool);
        CallCollector calls = scope.collector();
        try {
            value(key.isEmpty() ? name.substring(tool.name().length()) : key, arguments, text);
        } catch (MalformedException unreadable) {
            calls.addProblem(tool, unreadable.getMessage());
            return calls.reading(text.at());
        }
        return read(tool, arguments, text, scope);
    }

    /** The object in which all arguments stand, behind a tag that should hold a name; or null. */
    private static JsonValue allInOne(Cursor text) throws MalformedException {
        int at = text.at();
        Tag.read(text);
        text.skipSpace();
        if (text.peek() == '{') {
            return LenientJson.value(text);
        }
        text.moveTo(at);
        return null;
    }

    private static void rest(TypedArguments arguments, Cursor text) throws MalformedException {
        while (next(KEY, text)) {
            Tag.read(text);
            value(key(text), arguments, text);
        }
    }

    private static String key(Cursor text) throws MalformedException {
        int from = text.at();
        while (text.peek() != '<' && text.peek() != Cursor.END) {
            text.next();
        }
        String key = text.since(from).strip();
        Tag end = text.peek() == '<' ? Tag.read(text) : null;
        if (end == null || !end.closing() || !end.name().equals(KEY)) {
            throw new MalformedException("the name of an argument does not end");
        }
        return key;
    }

    /** Reads a value; the tag that opens it may be missing. */
    private static void value(String key, TypedArguments arguments, Cursor text) throws MalformedException {
        int from = text.at();
        text.skipSpace();
        if (next(VALUE, text)) {
            Tag.read(text);
        } else if (next(KEY, text) || text.peek() == Cursor.END) {
            throw new MalformedException("the argument " + key + " has no value");
        } else {
            text.moveTo(from);
        }
        arguments.add(key, TagArguments.value(text, VALUE, KEY));
        text.skipSpace();
    }

    private static boolean next(String name, Cursor text) {
        int at = text.at();
        Tag tag = text.peek() == '<' ? Tag.read(text) : null;
        text.moveTo(at);
        return tag != null && tag.opens(name);
    }
}
