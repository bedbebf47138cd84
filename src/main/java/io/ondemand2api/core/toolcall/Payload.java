package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Reads what follows a mark of any kind: calls as JSON, a name and JSON, a name alone, calls as in Python, or
 * another mark; perhaps in a fence.
 */
final class Payload {

    private static final String FENCE = "```";

    private final Cursor text;
    private final Scope scope;
    private final int from;
    private boolean fenced;
    private boolean cdata;

    private Payload(Cursor text, Scope scope, int from) {
        this.text = text;
        this.scope = scope;
        this.from = from;
    }

    /**
     * Reads on behind a mark.
     *
     * @param from where the mark starts
     */
    static Reading read(Cursor text, Scope scope, int from) {
        return new Payload(text, scope, from).read();
    }

    /** Reads the arguments of a call whose name the mark told. */
    static Reading arguments(Tool tool, Cursor text, Scope scope, int from) {
        Payload payload = new Payload(text, scope, from);
        payload.openFence();
        CallCollector calls = scope.collector();
        return payload.arguments(tool, calls);
    }

    /** Reads what stands in parentheses behind a tool's name. */
    static Reading parenthesis(Tool tool, Cursor text, Scope scope) {
        CallCollector calls = scope.collector();
        try {
            calls.add(tool, PythonCalls.arguments(text));
        } catch (MalformedException unreadable) {
            calls.addProblem(tool, unreadable.getMessage());
        }
        return calls.reading(text.at());
    }

    private Reading read() {
        openFence();
        int c = text.peek();
        try {
            if (c == '{' || c == '[' && !PythonCalls.startsAt(text)) {
                return json();
            }
            if (c == '<' || c == ']') {
                return nested();
            }
            if (c == '"') {
                return quoted();
            }
            return c == '[' || PythonCalls.startsAt(text) ? python() : named();
        } catch (MalformedException unreadable) {
            return scope.failed(from, text, unreadable.getMessage());
        }
    }

    private void openFence() {
        text.skipSpace();
        cdata |= text.skip(Element.CDATA);
        text.skipSpace();
        skipLabel();
        if (text.skip(FENCE)) {
            fenced = true;
            while (Character.isLetterOrDigit(text.peek()) || text.peek() == '_' || text.peek() == '`') {
                text.next();
            }
            text.skipSpace();
        }
    }

    /** The label of a fence that is not there. */
    private void skipLabel() {
        int at = text.at();
        boolean label = text.skip("json");
        text.skipSpace();
        if (!label || text.peek() != '{' && text.peek() != '[') {
            text.moveTo(at);
        }
    }

    /** Steps over the marks of a fence, if some come next. */
    static void skipFence(Cursor text) {
        int at = text.at();
        text.skipSpace();
        if (text.peek() != '`') {
            text.moveTo(text.peek() == '{' ? text.at() : at);
            return;
        }
        new Payload(text, null, at).openFence();
    }

    private void closeFence() {
        if (fenced) {
            text.skipSpace();
            text.skip(FENCE);
        }
        if (cdata) {
            text.skipSpace();
            text.skip("]]>");
        }
    }

    private Reading json() throws MalformedException {
        CallCollector calls = scope.collector();
        JsonCalls json = new JsonCalls(calls, true);
        do {
            json.collect(LenientJson.openEnded(text));
        } while (further());
        closeFence();
        return calls.isEmpty() ? scope.failed(from, text, "it has no name and arguments") : calls.reading(text.at());
    }

    /** Some write several objects in a row. */
    private boolean further() {
        int at = text.at();
        text.skipSpace();
        if (text.peek() == ',' || text.peek() == ';') {
            text.next();
            text.skipSpace();
        }
        if (text.peek() == '{') {
            return true;
        }
        text.moveTo(at);
        return false;
    }

    /** All of it in a string, its quotes escaped. */
    private Reading quoted() throws MalformedException {
        JsonValue string = LenientJson.value(text);
        JsonValue whole = string.isString() ? LenientJson.whole(string.text()) : null;
        CallCollector calls = scope.collector();
        if (whole != null) {
            new JsonCalls(calls, true).collect(whole);
        }
        return calls.isEmpty() ? scope.failed(from, text, "it has no name and arguments") : calls.reading(text.at());
    }

    private Reading nested() {
        int at = text.at();
        Reading nested = scope.nested(text);
        if (nested != null) {
            return nested;
        }
        text.moveTo(at);
        return scope.failed(from, text, null);
    }

    private Reading python() throws MalformedException {
        CallCollector calls = scope.collector();
        PythonCalls.read(text, calls);
        closeFence();
        return calls.isEmpty() ? Reading.text(text.at()) : calls.reading(text.at());
    }

    private Reading named() throws MalformedException {
        Tool tool = scope.tool(name(text));
        if (tool == null) {
            return scope.failed(from, text, "its form is not the one that is asked for");
        }
        return arguments(tool, scope.collector());
    }

    /** A name as it may stand without quotes. */
    static String name(Cursor text) {
        int from = text.at();
        while (true) {
            int c = text.peek();
            if (c == Cursor.END || !Character.isLetterOrDigit(c) && "_-.:".indexOf(c) < 0) {
                return text.since(from);
            }
            text.next();
        }
    }

    private Reading arguments(Tool tool, CallCollector calls) {
        text.skipSpace();
        NamedDialect.separated(text);
        text.skipSpace();
        if (text.skip(FENCE)) {
            text.moveTo(text.at() - FENCE.length());
            openFence();
        }
        if (ElementArguments.startAt(tool, text)) {
            return ElementArguments.read(tool, text, scope);
        }
        if (ParameterTags.startAt(text)) {
            return ParameterTags.read(tool, text, scope, true);
        }
        int at = text.at();
        try {
            int c = text.peek();
            if (c == '{') {
                object(tool, calls);
            } else if (c == '"' || c == '\'') {
                calls.add(tool, LenientJson.value(text));
            } else if (ended(c)) {
                calls.add(tool, "{}");
            } else {
                throw new MalformedException("its arguments are no JSON object");
            }
        } catch (MalformedException unreadable) {
            calls.addProblem(tool, unreadable.getMessage());
        }
        closeFence();
        return calls.reading(Math.max(at, text.at()));
    }

    /** Some repeat the whole call where its arguments stand. */
    private void object(Tool tool, CallCollector calls) throws MalformedException {
        JsonValue value = LenientJson.value(text);
        JsonValue name = value.get("name");
        JsonValue arguments = value.get("arguments") == null ? value.get("parameters") : value.get("arguments");
        boolean whole = value.keys().size() == 2
                && arguments != null
                && name != null
                && name.isString()
                && scope.tool(name.text()) == tool;
        calls.add(tool, whole ? arguments : value);
    }

    /** True when a call without arguments ends here; a name that breaks off may be half of another. */
    private boolean ended(int c) {
        if (c != '<') {
            return false;
        }
        int at = text.at();
        Tag tag = Tag.read(text);
        text.moveTo(at);
        return tag != null && tag.ends();
    }
}
