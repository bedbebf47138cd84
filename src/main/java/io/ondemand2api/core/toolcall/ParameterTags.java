package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/** Reads arguments as {@code <parameter=city>Paris</parameter>} or {@code <parameter name="city">Paris</parameter>}. */
final class ParameterTags {

    private static final String PARAMETER = "parameter";
    private static final String SHORT = "param";

    private ParameterTags() {}

    /** True when one starts here; the place stays. */
    static boolean startAt(Cursor text) {
        int at = text.at();
        Tag tag = text.peek() == '<' ? Tag.read(text) : null;
        text.moveTo(at);
        return tag != null && tag.opens(PARAMETER, SHORT);
    }

    /**
     * Reads the call whose tag was read: its arguments are JSON, elements of their names, or these tags.
     *
     * @param from where the tag starts
     * @param lines true when a line break on either side of a value belongs to the tags
     */
    static Reading readCall(int from, Tag tag, Cursor text, Scope scope, boolean lines) {
        Tool tool = scope.tool(tag.named());
        if (tool == null) {
            return Reading.text(text.at());
        }
        text.skipSpace();
        int c = text.peek();
        boolean elements = ElementArguments.startAt(tool, text) && !startAt(text);
        return elements || c == '{' || c == '`' || c == '"'
                ? Payload.arguments(tool, text, scope, from)
                : read(tool, text, scope, lines);
    }

    /**
     * Reads all of them, up to the tag that closes the call.
     *
     * @param lines true when a line break on either side of a value belongs to the tags
     */
    static Reading read(Tool tool, Cursor text, Scope scope, boolean lines) {
        CallCollector calls = scope.collector();
        TypedArguments arguments = new TypedArguments(tool);
        try {
            text.skipSpace();
            while (startAt(text)) {
                argument(text, arguments, lines);
                text.skipSpace();
            }
            int at = text.at();
            Tag end = text.peek() == '<' ? Tag.read(text) : null;
            boolean next = end != null && end.opens(TagArguments.CALLS);
            if (next) {
                text.moveTo(at);
            }
            if (text.peek() != Cursor.END && !next && (end == null || !end.ends())) {
                text.moveTo(at);
                throw new MalformedException("there are words between its arguments");
            }
            calls.add(tool, arguments.json());
        } catch (MalformedException unreadable) {
            calls.addProblem(tool, unreadable.getMessage());
        }
        return calls.reading(text.at());
    }

    private static void argument(Cursor text, TypedArguments arguments, boolean lines) throws MalformedException {
        Tag tag = Tag.read(text);
        String key = tag.named();
        if (key == null) {
            throw new MalformedException("an argument has no name");
        }
        String value = TagArguments.value(text, tag.name(), tag.name());
        String exact = lines ? TagArguments.withoutLineBreaks(value) : value;
        if (tag.string() == null) {
            arguments.add(key, exact);
        } else {
            arguments.add(key, exact, tag.string());
        }
    }
}
