package io.ondemand2api.core.toolcall;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag or a special token in a model's text, such as {@code <tool_call>}, {@code <invoke name="x">} or
 * {@code <｜tool▁call▁begin｜>}; only those that some dialect knows. Spaces in it, the case of its letters and the
 * vendors' namespaces do not matter.
 *
 * @param name its name: lower case, without namespace and bars
 * @param attributes what stands behind the name
 * @param closing true for {@code </x>}
 * @param token true when bars stand around the name, as around special tokens
 */
record Tag(String name, String attributes, boolean closing, boolean token) {

    private static final int MAX_ATTRIBUTES = 512;
    private static final int MAX_SPACES = 16;
    private static final String DSML = "dsml";

    private static final Pattern NAMED = Pattern.compile(
            "(?:^\\s*=|\\b(?:name|tool|tool_name|function)\\s*=)\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'/>{]+))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STRING = Pattern.compile("\\bstring\\s*=\\s*\"?(true|false)\\b");

    /** Reads the tag that starts here, or gives null when there is none that any dialect knows. */
    static Tag read(Cursor text) {
        if (!text.skip('<')) {
            return null;
        }
        skipFew(text);
        boolean closing = closing(text);
        String written = name(text);
        if (written == null) {
            return null;
        }
        boolean token = written.startsWith("|") || written.endsWith("|");
        String bare = written.startsWith("|") ? written.substring(1) : written;
        // DeepSeek's and others' tokens close with the bar before the name, too
        boolean closed = closing || bare.startsWith("/") || written.endsWith("|") && !written.startsWith("|");
        String letters = bare.startsWith("/") ? bare.substring(1) : bare;
        letters = letters.endsWith("|") ? letters.substring(0, letters.length() - 1) : letters;
        String name = TagNames.known(letters, token);
        if (name == null) {
            return null;
        }
        String attributes = attributes(text, name.equals("function"));
        return attributes == null ? null : new Tag(name, attributes, closed, token);
    }

    /** True behind a slash; some models write two. */
    static boolean closing(Cursor text) {
        boolean closing = text.skip('/');
        if (closing) {
            text.skip('/');
        }
        return closing;
    }

    private static void skipFew(Cursor text) {
        for (int i = 0; i < MAX_SPACES && Cursor.isSpace(text.peek()); i++) {
            text.next();
        }
    }

    private static String name(Cursor text) {
        boolean token = skippedBars(text);
        StringBuilder name = new StringBuilder();
        int before = '_';
        for (int c = normal(text.peek()); c >= 0; c = normal(text.peek())) {
            if (c != '_') {
                name.append((char) c);
            }
            if (c == '_' && before == '_' || !TagNames.begins(name.toString(), token)) {
                return null;
            }
            before = c;
            text.next();
            if (name.toString().equals(DSML) && text.peek() != ':') {
                skippedBars(text);
                name.append('|');
            }
        }
        return token ? "|" + name : name.toString();
    }

    /** Bars may be doubled, with blanks around them; behind DeepSeek's prefix blanks alone may stand. */
    private static boolean skippedBars(Cursor text) {
        boolean any = false;
        for (int i = 0; i < MAX_SPACES; i++) {
            boolean bar = normal(text.peek()) == '|';
            if (!bar && !Cursor.isSpace(text.peek())) {
                break;
            }
            any |= bar;
            text.next();
        }
        return any;
    }

    private static int normal(int c) {
        return switch (c) {
            case '｜', '|', '‖' -> '|';
            case '▁', '_', '-' -> '_';
            case ':' -> c;
            case '/' -> '/';
            default -> c != Cursor.END && Character.isLetter(c) ? Character.toLowerCase(c) : -1;
        };
    }

    /** @param open true when the bracket may be missing before JSON */
    private static String attributes(Cursor text, boolean open) {
        int from = text.at();
        while (text.at() - from < MAX_ATTRIBUTES) {
            if (open && text.peek() == '{') {
                return text.since(from);
            }
            int c = text.next();
            if (c == '>') {
                String all = text.since(from);
                return all.substring(0, all.length() - 1);
            }
            if (c == Cursor.END || c == '<') {
                return null;
            }
        }
        return null;
    }

    /** True when it opens, as one of these. */
    boolean opens(String... names) {
        return !closing && List.of(names).contains(name);
    }

    /** As {@link #opens(String...)}, for many. */
    boolean opens(Set<String> names) {
        return !closing && names.contains(name);
    }

    /** True when it closes something, or is a token that ends something. */
    boolean ends() {
        return closing || token && TagNames.ends(name);
    }

    /** The name in {@code <function=x>} or {@code <invoke name="x">}, or null. */
    String named() {
        Matcher named = NAMED.matcher(attributes);
        if (!named.find()) {
            return null;
        }
        for (int i = 1; i <= 3; i++) {
            if (named.group(i) != null) {
                return named.group(i).strip();
            }
        }
        return null;
    }

    /** What {@code string="…"} says of a parameter: true, false, or null when it is not there. */
    Boolean string() {
        Matcher string = STRING.matcher(attributes);
        return string.find() ? Boolean.valueOf(string.group(1)) : null;
    }
}
