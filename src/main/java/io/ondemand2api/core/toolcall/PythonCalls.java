package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.ArrayList;
import java.util.List;

/** Reads calls as Python writes them, with named arguments: one, several on lines of their own, or a list of them. */
final class PythonCalls {

    private final Cursor text;
    private final CallCollector calls;

    private PythonCalls(Cursor text, CallCollector calls) {
        this.text = text;
        this.calls = calls;
    }

    /** True when a call, or a list of some, starts here; the place stays. */
    static boolean startsAt(Cursor text) {
        int from = text.at();
        if (text.skip('[')) {
            text.skipSpace();
        }
        boolean starts = !Payload.name(text).isEmpty();
        if (starts) {
            text.skipBlanks();
            starts = text.peek() == '(';
        }
        text.moveTo(from);
        return starts;
    }

    /** The name of the call that starts here; the place stays. */
    static String firstName(Cursor text) {
        int from = text.at();
        if (text.skip('[')) {
            text.skipSpace();
        }
        String name = Payload.name(text);
        text.moveTo(from);
        return name;
    }

    /** Reads all of them. */
    static void read(Cursor text, CallCollector calls) throws MalformedException {
        new PythonCalls(text, calls).all();
    }

    private void all() throws MalformedException {
        boolean list = text.skip('[');
        do {
            text.skipSpace();
            if (list && text.peek() == ']') {
                break;
            }
            call();
        } while (further(list));
        if (list) {
            text.skipSpace();
            if (!text.skip(']')) {
                throw new MalformedException("a bracket is missing");
            }
        }
    }

    private boolean further(boolean list) {
        int at = text.at();
        text.skipSpace();
        if (text.skip(',') || text.skip(';') || !list && startsAt(text)) {
            return true;
        }
        text.moveTo(at);
        return false;
    }

    private void call() throws MalformedException {
        String name = Payload.name(text);
        text.skipBlanks();
        if (text.peek() != '(') {
            throw new MalformedException("a call without parentheses");
        }
        if (name.equals("print")) {
            text.next();
            text.skipSpace();
            call();
            text.skipSpace();
            if (!text.skip(')')) {
                throw new MalformedException("a parenthesis is missing");
            }
            return;
        }
        Tool tool = calls.tool(name.endsWith(".call") ? name.substring(0, name.length() - 5) : name);
        JsonValue arguments = arguments(text);
        if (tool != null) {
            calls.add(tool, arguments);
        }
    }

    /** The name of an argument, and the mark behind it; empty when there is none. */
    private static String key(Cursor text) {
        String name = Payload.name(text);
        text.skipSpace();
        if (name.endsWith(":")) {
            return name.substring(0, name.length() - 1);
        }
        return text.skip('=') || text.skip(':') ? name : "";
    }

    /** Reads arguments in parentheses: with names, or one object that holds them all. */
    static JsonValue arguments(Cursor text) throws MalformedException {
        List<String> keys = new ArrayList<>();
        List<JsonValue> values = new ArrayList<>();
        text.next();
        text.skipSpace();
        if (text.peek() == '{') {
            JsonValue all = LenientJson.value(text);
            text.skipSpace();
            if (!text.skip(')')) {
                throw new MalformedException("a parenthesis is missing");
            }
            return all;
        }
        while (!text.skip(')')) {
            String key = key(text);
            if (key.isEmpty()) {
                throw new MalformedException("an argument has no name");
            }
            if (keys.contains(key)) {
                throw new MalformedException("the argument " + key + " is written twice");
            }
            text.skipSpace();
            keys.add(key);
            values.add(LenientJson.value(text));
            text.skipSpace();
            if (!text.skip(',') && text.peek() != ')') {
                throw new MalformedException("a comma or a parenthesis is missing");
            }
            text.skipSpace();
        }
        return JsonValue.object(keys, values, null);
    }
}
