package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * MiniMax M3's {@code <tool_call><invoke name="x"><city>Paris</city></invoke></tool_call>}, with its namespace token
 * {@code ]<]minimax[>[} before each tag. A tag without the token belongs to a value.
 */
final class MiniMaxDialect implements ToolCallDialect {

    static final String TOKEN = "]<]minimax[>[";

    private static final String CALLS = "tool_call";
    private static final String CALL = "invoke";

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        Element first = tag(text);
        if (first == null || first.closing()) {
            return null;
        }
        CallCollector calls = scope.collector();
        Element element = first.name().equals(CALLS) ? next(text) : first;
        int end = text.at();
        while (element != null && !element.closing() && element.name().equals(CALL)) {
            Tool tool = scope.tool(element.key());
            if (tool == null) {
                break;
            }
            try {
                calls.add(tool, arguments(tool, text));
            } catch (MalformedException unreadable) {
                calls.addProblem(tool, unreadable.getMessage());
                return calls.reading(text.at());
            }
            end = text.at();
            element = next(text);
        }
        boolean closed = element != null && element.closing() && element.name().equals(CALLS);
        return calls.isEmpty() ? Reading.text(end) : calls.reading(closed ? text.at() : end);
    }

    /** Reads the tag with the token before it that starts here, or gives null when there is none. */
    static Element tag(Cursor text) {
        return text.skip(TOKEN) && text.peek() == '<' ? Element.read(text) : null;
    }

    private static Element next(Cursor text) {
        int at = text.at();
        text.skipSpace();
        Element element = text.peek() == ']' || text.peek() == '<' ? tagOrBare(text) : null;
        if (element == null) {
            text.moveTo(at);
        }
        return element;
    }

    /** Between calls, some tags come without the token. */
    private static Element tagOrBare(Cursor text) {
        return text.peek() == '<' ? Element.read(text) : tag(text);
    }

    private static String arguments(Tool tool, Cursor text) throws MalformedException {
        TypedArguments arguments = new TypedArguments(tool);
        while (true) {
            text.skipSpace();
            if (text.peek() == Cursor.END) {
                return arguments.json();
            }
            Element element = tag(text);
            if (element == null) {
                throw new MalformedException("there are words between its arguments");
            }
            if (element.closing()) {
                if (!element.name().equals(CALL)) {
                    throw new MalformedException("an element of it is closed that was not opened");
                }
                return arguments.json();
            }
            MiniMaxValue value = MiniMaxValue.read(element, text, 1);
            if (value.isText()) {
                arguments.add(element.key(), value.text());
            } else {
                arguments.put(element.key(), value.json(tool, element.key()));
            }
        }
    }
}
