package io.ondemand2api.core.answer;

/**
 * A string as models write it, in any quotes, and as JSON. Not read is what has two readings: see
 * {@link TolerantJson}.
 *
 * @param json as JSON, with its quotes
 * @param end behind its closing quote
 */
record TolerantString(String json, int end) {

    private static final String OPENERS = "\"'\u201c\u201d\u201e\u2018\u2019";
    private static final String[] CLOSERS = {"\"", "'", "\u201d", "\u201d", "\u201c\u201d", "\u2019", "\u2019"};

    /** True when a string may start with this character. */
    static boolean opens(char c) {
        return OPENERS.indexOf(c) >= 0;
    }

    /** Reads the string whose opening quote stands here; null when it has none or two readings. */
    static TolerantString read(String text, int from) {
        String closers = CLOSERS[OPENERS.indexOf(text.charAt(from))];
        StringBuilder json = new StringBuilder().append('"');
        int escapes = 0;
        int backslashes = 0;
        int at = from + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (closers.indexOf(c) >= 0) {
                boolean mixed = escapes > 0 && backslashes > 0;
                return mixed ? null : new TolerantString(json.append('"').toString(), at + 1);
            }
            at++;
            if (c != '\\') {
                append(c, json);
            } else if (at == text.length()) {
                return null;
            } else if (text.charAt(at) == '\'') {
                append(text.charAt(at++), json);
            } else if (isEscape(text, at)) {
                // an escaped quote or backslash would be one in either reading
                escapes += "\"\\".indexOf(text.charAt(at)) < 0 ? 1 : 0;
                json.append(c).append(text.charAt(at++));
            } else {
                backslashes++;
                json.append("\\\\");
            }
        }
        return null;
    }

    private static boolean isEscape(String text, int at) {
        char c = text.charAt(at);
        return c == 'u'
                ? text.substring(at + 1, Math.min(text.length(), at + 5)).matches("[0-9a-fA-F]{4}")
                : "\"\\/bfnrt".indexOf(c) >= 0;
    }

    private static void append(char c, StringBuilder json) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (c < ' ') {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }
}
