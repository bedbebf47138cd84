package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kimi K3's tags of three tokens: {@code <|open|>call tool="x" index="1"<|sep|>}, in it
 * {@code <|open|>argument key="city" type="string"<|sep|>Paris<|close|>argument<|sep|>} for each argument, or all of them
 * as JSON in {@code <|open|>json…}, then {@code <|close|>call<|sep|>}; around all calls {@code <|open|>tools<|sep|>}.
 */
final class KimiTagDialect implements ToolCallDialect {

    private static final String OPEN = "<|open|>";
    private static final String CLOSE = "<|close|>";
    private static final String SEPARATOR = "<|sep|>";
    private static final int MAX_TAG = 512;
    private static final Pattern TOOL = Pattern.compile("\\btool\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("\\bkey\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern TYPE = Pattern.compile("\\btype\\s*=\\s*\"([^\"]+)\"");

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.token() || !tag.opens("open")) {
            return null;
        }
        String first = rest(text);
        boolean tools = named("tools", first);
        if (first == null || !tools && TOOL.matcher(first).find() && !named("call", first)) {
            return first == null ? null : scope.failed(from, text, "a tag of it is broken");
        }
        CallCollector calls = scope.collector();
        String opened = tools ? opened(text) : first;
        int end = text.at();
        while (named("call", opened)) {
            Tool tool = scope.tool(attribute(TOOL, opened));
            if (tool == null) {
                break;
            }
            try {
                call(tool, text, calls);
            } catch (MalformedException unreadable) {
                calls.addProblem(tool, unreadable.getMessage());
                return calls.reading(text.at());
            }
            end = text.at();
            opened = opened(text);
        }
        if (calls.isEmpty()) {
            return named("call", opened) ? Reading.text(end) : null;
        }
        text.moveTo(end);
        while (closed("tools", text) || closed("message", text) || text.skip("<|end_of_msg|>")) {
            text.skipBlanks();
        }
        return calls.reading(text.at());
    }

    private static void call(Tool tool, Cursor text, CallCollector calls) throws MalformedException {
        TypedArguments arguments = new TypedArguments(tool);
        JsonValue all = null;
        while (true) {
            text.skipSpace();
            if (text.peek() == Cursor.END || closed("call", text)) {
                if (all == null) {
                    calls.add(tool, arguments.json());
                } else {
                    calls.add(tool, all);
                }
                return;
            }
            String opened = opened(text);
            if (named("json", opened) && all == null) {
                text.skipSpace();
                all = LenientJson.value(text);
                text.skipSpace();
                if (!closed("json", text)) {
                    throw new MalformedException("its arguments do not end");
                }
            } else if (named("argument", opened)) {
                argument(opened, arguments, text);
            } else {
                throw new MalformedException("there are words between its arguments");
            }
        }
    }

    private static void argument(String opened, TypedArguments arguments, Cursor text) throws MalformedException {
        String key = attribute(KEY, opened);
        if (key == null) {
            throw new MalformedException("an argument has no name");
        }
        String type = attribute(TYPE, opened);
        String value = value(text);
        if (type == null) {
            arguments.add(key, value);
        } else {
            arguments.add(key, value, type.equals("string"));
        }
    }

    private static String value(Cursor text) throws MalformedException {
        int from = text.at();
        while (true) {
            int at = text.at();
            int c = text.peek();
            if (c == '<' && closed("argument", text)) {
                return text.slice(from, at);
            }
            if (c == Cursor.END || c == '<' && (closed("call", text) || named("argument", opened(text)))) {
                throw new MalformedException("an argument does not end");
            }
            text.moveTo(at + 1);
        }
    }

    private static String attribute(Pattern attribute, String opened) {
        Matcher matcher = attribute.matcher(opened);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** True when what stands between the tokens is a tag of this name. */
    private static boolean named(String name, String opened) {
        return opened != null && opened.matches("(?s)" + name + "(?:\\s.*)?");
    }

    /** What stands in the tag that is opened here, or null, the place being what it was. */
    private static String opened(Cursor text) {
        int at = text.at();
        text.skipSpace();
        String rest = text.peek() == '<' && text.skip(OPEN) ? rest(text) : null;
        if (rest == null) {
            text.moveTo(at);
        }
        return rest;
    }

    /** Steps over the tag that closes this, if it comes here. */
    private static boolean closed(String name, Cursor text) {
        int at = text.at();
        text.skipSpace();
        boolean closed = text.peek() == '<' && text.skip(CLOSE) && name.equals(rest(text));
        if (!closed) {
            text.moveTo(at);
        }
        return closed;
    }

    /** What stands before the next separator, or null when none comes. */
    private static String rest(Cursor text) {
        int from = text.at();
        while (text.at() - from < MAX_TAG) {
            int at = text.at();
            int c = text.peek();
            if (c == '<') {
                return text.skip(SEPARATOR) ? text.slice(from, at).strip() : null;
            }
            if (c == Cursor.END) {
                return null;
            }
            text.next();
        }
        return null;
    }
}
