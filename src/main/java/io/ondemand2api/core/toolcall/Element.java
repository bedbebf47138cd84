package io.ondemand2api.core.toolcall;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag with any name, within a call.
 *
 * @param name its name as it is written
 * @param attributes what stands behind the name
 * @param closing true for {@code </x>}
 * @param empty true for {@code <x/>}
 */
record Element(String name, String attributes, boolean closing, boolean empty) {

    /** What DeepSeek writes before the names of its tags, and sometimes before that of a tool. */
    static final String DSML = "｜DSML｜";

    static final String CDATA = "<![CDATA[";

    private static final String CDATA_END = "]]>";
    private static final int MAX_LENGTH = 256;
    private static final Pattern NAMED = Pattern.compile("\\bname\\s*=\\s*[\"']([^\"']+)[\"']");

    /** Reads the tag that starts here, or gives null when there is none. */
    static Element read(Cursor text) {
        if (!text.skip('<')) {
            return null;
        }
        text.skipBlanks();
        boolean closing = Tag.closing(text);
        text.skip(DSML);
        int from = text.at();
        int c = text.peek();
        while (c != Cursor.END && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':')) {
            text.next();
            c = text.peek();
        }
        String name = text.since(from);
        int behind = text.at();
        while (c != '>') {
            if (c == Cursor.END || c == '<' || text.at() - from > MAX_LENGTH) {
                return null;
            }
            text.next();
            c = text.peek();
        }
        String attributes = text.since(behind).strip();
        text.next();
        boolean spaced = attributes.isEmpty()
                || attributes.equals("/")
                || Cursor.isSpace(text.text().charAt(behind));
        return name.isEmpty() || !spaced ? null : new Element(name, attributes, closing, attributes.endsWith("/"));
    }

    /** Its name without a vendor's namespace. */
    String plainName() {
        return name.substring(name.indexOf(':') + 1);
    }

    /** What {@code name="…"} says, else its name. */
    String key() {
        Matcher named = NAMED.matcher(attributes);
        return named.find() ? named.group(1) : name;
    }

    /** Reads on to behind the tag that closes it and gives the text before. */
    String value(Cursor text) throws MalformedException {
        if (empty) {
            return "";
        }
        int from = text.at();
        text.skipSpace();
        if (text.skip(CDATA)) {
            int start = text.at();
            int end;
            do {
                // what looks like its end may belong to it
                end = skipTo(CDATA_END, text);
            } while (!closes(text));
            return text.slice(start, end);
        }
        text.moveTo(from);
        return unescaped(text.slice(from, skipTo("</" + name + ">", text)));
    }

    private boolean closes(Cursor text) {
        int at = text.at();
        text.skipSpace();
        boolean closes = text.skip("</" + name + ">");
        if (!closes) {
            text.moveTo(at);
        }
        return closes;
    }

    /** Steps behind this end and gives where it starts. */
    private static int skipTo(String end, Cursor text) throws MalformedException {
        while (!text.skip(end)) {
            if (text.next() == Cursor.END) {
                throw new MalformedException("an element of it does not end");
            }
        }
        return text.at() - end.length();
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&");
    }
}
