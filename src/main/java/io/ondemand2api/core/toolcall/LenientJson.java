package io.ondemand2api.core.toolcall;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON as models write it: with line breaks in strings, commas too many, comments, keys without quotes, any
 * quotes, and the words and tuples of Python. What it cannot read for certain it does not read.
 */
public final class LenientJson {

    private static final int MAX_DEPTH = 200;
    private static final JsonWatch UNWATCHED = new JsonWatch() {};

    private final Cursor text;
    private final JsonWatch watch;
    private int depth;
    /** How many doubled braces are open; each stands for no object of its own. */
    private int doubled;

    private boolean exact = true;

    private LenientJson(Cursor text, JsonWatch watch) {
        this.text = text;
        this.watch = watch;
    }

    /**
     * The one value that a text is, as valid JSON; what was valid stays as it stood.
     *
     * @return null when it is anything else, or has two readings
     */
    public static String repaired(String text) {
        JsonValue value = whole(text);
        return value == null || value.bare() ? null : value.json();
    }

    /** A text as a string of JSON. */
    public static String quoted(String text) {
        return JsonValue.quoted(text);
    }

    /** The one value that a text is, or null. */
    static JsonValue whole(String text) {
        Cursor cursor = new Cursor(text, 0, true);
        try {
            cursor.skipSpace();
            JsonValue value = value(cursor);
            cursor.skipSpace();
            return cursor.peek() == Cursor.END ? value : null;
        } catch (MalformedException notJson) {
            return null;
        }
    }

    /** The value that starts here. */
    static JsonValue value(Cursor text) throws MalformedException {
        return new LenientJson(text, UNWATCHED).value();
    }

    /** The value that starts here, unless the watch objects to it. */
    static JsonValue watched(Cursor text, JsonWatch watch) throws MalformedException {
        return new LenientJson(text, watch).value();
    }

    /** The object or list that starts here, whose own last bracket may be missing after one that is there. */
    static JsonValue openEnded(Cursor text) throws MalformedException {
        LenientJson json = new LenientJson(text, UNWATCHED);
        json.depth = -1;
        return json.container();
    }

    private JsonValue value() throws MalformedException {
        int c = text.peek();
        if (c == '{' || c == '[' || c == '(') {
            return container();
        }
        JsonValue value = JsonStrings.startsAt(text) ? JsonStrings.read(text) : word();
        exact &= value.source() != null && !value.bare();
        return value;
    }

    private JsonValue container() throws MalformedException {
        boolean openEnded = depth < 0;
        depth = openEnded ? 1 : depth + 1;
        if (depth > MAX_DEPTH) {
            throw new MalformedException("it is nested too deeply");
        }
        boolean outer = exact;
        exact = text.peek() != '(';
        int from = text.at();
        char open = (char) text.next();
        List<String> keys = new ArrayList<>();
        List<JsonValue> values = new ArrayList<>();
        if (open == '{' && text.peek() == '{') {
            return doubled();
        }
        watch.open(depth, open == '{');
        boolean closed = open == '{' ? members(keys, values, openEnded) : items(open, values, openEnded);
        boolean valid = exact && closed;
        exact = outer && valid;
        depth--;
        JsonValue.Slice slice = valid ? new JsonValue.Slice(text.text(), from, text.at()) : null;
        return open == '{' ? JsonValue.object(keys, values, slice) : JsonValue.list(values, slice);
    }

    /** {@code {{…}}}, as in templates: two braces for one. */
    private JsonValue doubled() throws MalformedException {
        if (++doubled > MAX_DEPTH) {
            throw new MalformedException("it is nested too deeply");
        }
        depth--;
        JsonValue inner = container();
        doubled--;
        space();
        if (!text.skip('}')) {
            throw new MalformedException("a bracket is missing");
        }
        // the inner braces stand for the value, so that what is around it is no JSON as it stands
        exact = false;
        return inner;
    }

    private boolean members(List<String> keys, List<JsonValue> values, boolean openEnded) throws MalformedException {
        space();
        while (!text.skip('}')) {
            String key = key();
            keys.add(key);
            watch.key(depth, key);
            space();
            if (!text.skip(':')) {
                throw new MalformedException("a colon is missing after a key");
            }
            exact &= text.peek() != '>';
            space();
            JsonValue value = value();
            values.add(value);
            watch.value(depth, key, value);
            if (!separated('}', value, openEnded)) {
                return false;
            }
        }
        return true;
    }

    private boolean items(char open, List<JsonValue> values, boolean openEnded) throws MalformedException {
        char close = open == '[' ? ']' : ')';
        space();
        while (!text.skip(close)) {
            JsonValue value = value();
            values.add(value);
            watch.value(depth, null, value);
            boolean single = open == '(' && values.size() == 1;
            space();
            if (single && text.peek() == ')') {
                throw new MalformedException("a value in it stands in parentheses");
            }
            if (!separated(close, value, openEnded)) {
                return false;
            }
        }
        return true;
    }

    /** @return false when the last bracket is missing, and may be */
    private boolean separated(char close, JsonValue before, boolean openEnded) throws MalformedException {
        space();
        if (text.skip(',')) {
            space();
            exact &= text.peek() != close;
            return true;
        }
        int c = text.peek();
        if (c == close) {
            return true;
        }
        boolean container = before.isObject() || before.isList();
        if (openEnded && container && (c == Cursor.END || c == '<')) {
            return false;
        }
        throw new MalformedException(
                c == Cursor.END
                        ? "it breaks off"
                        : "a comma or a bracket is missing, or a quote in a string is not escaped");
    }

    private String key() throws MalformedException {
        if (JsonStrings.startsAt(text)) {
            JsonValue key = JsonStrings.read(text);
            exact &= key.source() != null;
            return key.text();
        }
        exact = false;
        String word = letters();
        if (word.isEmpty()) {
            throw new MalformedException(text.peek() == Cursor.END ? "it breaks off" : "a key is missing");
        }
        return word;
    }

    private JsonValue word() throws MalformedException {
        String word = letters();
        int c = text.peek();
        if (word.equalsIgnoreCase("r") && (c == '"' || c == '\'')) {
            return JsonStrings.readRaw(text);
        }
        if (word.isEmpty() || c == '"' || c == '\'' || c == '(') {
            throw new MalformedException(c == Cursor.END ? "it breaks off" : "a value in it is not JSON");
        }
        return switch (word) {
            case "true", "false", "null" -> JsonValue.scalar(word);
            case "True" -> loose("true");
            case "False" -> loose("false");
            case "None", "undefined" -> loose("null");
            default -> number(word);
        };
    }

    private JsonValue loose(String json) {
        exact = false;
        return JsonValue.scalar(json);
    }

    private JsonValue number(String word) throws MalformedException {
        String number = LooseNumber.json(word);
        if (number != null) {
            return number.equals(word) ? JsonValue.scalar(word) : loose(number);
        }
        if (word.equals("NaN") || word.endsWith("Infinity") || !Character.isLetter(word.charAt(0))) {
            throw new MalformedException("a value in it is not JSON");
        }
        return JsonValue.string(word, null, true, false);
    }

    private String letters() {
        int from = text.at();
        while (true) {
            int c = text.peek();
            if (c == Cursor.END || !(Character.isLetterOrDigit(c) || "_$-+.@".indexOf(c) >= 0)) {
                return text.since(from);
            }
            text.next();
        }
    }

    private void space() throws MalformedException {
        exact &= JsonSpace.skip(text);
    }
}
