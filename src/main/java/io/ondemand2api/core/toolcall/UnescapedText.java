package io.ondemand2api.core.toolcall;

import java.util.Map;

/** The rest of a text with the entities of HTML as the characters that they stand for. */
final class UnescapedText {

    private static final Map<String, String> ENTITIES =
            Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&apos;", "'", "&#39;", "'", "&amp;", "&");
    private static final int LONGEST = "&quot;".length();

    private final StringBuilder plain = new StringBuilder();
    private final int[] sources;
    private final boolean whole;
    private int tag = Integer.MAX_VALUE;

    private UnescapedText(CharSequence text, int from, int to, boolean whole) {
        this.sources = new int[to - from + 1];
        int at = from;
        boolean complete = true;
        while (at < to && complete) {
            sources[plain.length()] = at;
            char c = text.charAt(at);
            if (c == '<') {
                tag = Math.min(tag, plain.length());
            }
            String entity = c == '&' ? entity(text, at, to) : null;
            if (entity != null) {
                plain.append(ENTITIES.get(entity));
                at += entity.length();
            } else if (c == '&' && !whole && to - at < LONGEST) {
                // what comes next may make an entity of it
                complete = false;
            } else {
                plain.append(c);
                at++;
            }
        }
        sources[plain.length()] = at;
        this.whole = whole && complete;
    }

    private static String entity(CharSequence text, int at, int to) {
        for (String entity : ENTITIES.keySet()) {
            boolean fits =
                    at + entity.length() <= to && entity.contentEquals(text.subSequence(at, at + entity.length()));
            if (fits) {
                return entity;
            }
        }
        return null;
    }

    /** So much of what stands from here on. */
    static UnescapedText of(Cursor text, int length) {
        int to = text.at() + length;
        return new UnescapedText(
                text.text(), text.at(), to, text.whole() && to == text.text().length());
    }

    /** A cursor at its start. */
    Cursor cursor() {
        return new Cursor(plain, 0, whole);
    }

    /** Where the character at this index stands in the text as it was. */
    int source(int index) {
        return sources[index];
    }

    /** True when a bracket that was not escaped stands before this index. */
    boolean holdsTagBefore(int index) {
        return tag < index;
    }
}
