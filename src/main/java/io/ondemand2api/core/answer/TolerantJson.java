package io.ondemand2api.core.answer;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one JSON value as models write it and gives it as JSON, with the fewest changes and none to a value: commas too
 * many and comments are left out; keys without quotes and strings in other quotes get JSON's; Python's words become
 * JSON's; line breaks in strings are escaped. What can be read in two ways is not read: a string that ends before its
 * line does, or one whose backslashes are partly escapes and partly not. Reads a text once, in proportion to its length.
 */
final class TolerantJson {

    private static final int MAX_DEPTH = 200;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$+.-]+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$-]*");
    private static final Map<String, String> LITERALS =
            Map.of("true", "true", "false", "false", "null", "null", "True", "true", "False", "false", "None", "null");

    private final String text;
    private final StringBuilder json = new StringBuilder();
    private int at;
    private int depth;
    private boolean members;

    private TolerantJson(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /**
     * What was read.
     *
     * @param json the value, or null when there is none
     * @param end behind the value, or where reading it failed
     * @param begun true when at least one member of an object was read: a value that fails then is a broken one, and not
     *     a bracket in prose
     */
    record Value(String json, int end, boolean begun) {}

    /** Reads the value that starts at this place. */
    static Value read(String text, int from) {
        TolerantJson reader = new TolerantJson(text, from);
        boolean read = reader.value();
        return new Value(read ? reader.json.toString() : null, reader.at, reader.members);
    }

    private boolean value() {
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        if (c == '{' || c == '[') {
            return container(c == '{');
        }
        return TolerantString.opens(c) ? string() : word();
    }

    private boolean container(boolean object) {
        if (++depth > MAX_DEPTH) {
            return false;
        }
        char end = object ? '}' : ']';
        take();
        int comma = -1;
        boolean due = true;
        while (space()) {
            char c = text.charAt(at);
            if (c == end) {
                if (comma >= 0 && due) {
                    json.deleteCharAt(comma);
                }
                take();
                depth--;
                return true;
            }
            if (due) {
                if (!(object ? member() : value())) {
                    return false;
                }
            } else if (c == ',') {
                comma = json.length();
                take();
            } else {
                return false;
            }
            due = !due;
        }
        return false;
    }

    private boolean member() {
        boolean quoted = TolerantString.opens(text.charAt(at));
        if (!(quoted ? string() : name()) || !space() || text.charAt(at) != ':') {
            return false;
        }
        members |= quoted;
        take();
        if (!space() || !value()) {
            return false;
        }
        members = true;
        return true;
    }

    private boolean name() {
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            return false;
        }
        json.append('"').append(name.group()).append('"');
        at = name.end();
        return true;
    }

    private boolean word() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            return false;
        }
        String literal = NUMBER.matcher(word.group()).matches() ? word.group() : LITERALS.get(word.group());
        if (literal == null) {
            return false;
        }
        json.append(literal);
        at = word.end();
        return true;
    }

    private boolean string() {
        TolerantString string = TolerantString.read(text, at);
        if (string == null) {
            return false;
        }
        json.append(string.json());
        at = string.end();
        return true;
    }

    private void take() {
        json.append(text.charAt(at++));
    }

    /** Passes white space and comments; false when nothing follows. */
    private boolean space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (ThinkingTags.isSpace(c)) {
                json.append(c == '\n' || c == '\r' || c == '\t' ? c : ' ');
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                at = end("\n", at, 0);
            } else if (text.startsWith("/*", at)) {
                at = end("*/", at + 2, 2);
            } else {
                return true;
            }
        }
        return false;
    }

    private int end(String mark, int from, int more) {
        int end = text.indexOf(mark, from);
        return end < 0 ? text.length() : end + more;
    }
}
