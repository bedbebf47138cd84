package io.ondemand2api.core.toolcall;

/**
 * A place in a text that may still grow. A look beyond the text's present end throws an {@link UndecidedException}
 * until the text is whole, so a reader that ends in a result gives the same result for every longer text: it cannot
 * depend on how the text was cut.
 */
final class Cursor {

    /** What stands behind the end of a whole text. */
    static final int END = -1;

    private final CharSequence text;
    private final boolean whole;
    private int at;

    /**
     * @param text what is there by now
     * @param at the index to start from
     * @param whole true when nothing will be added
     */
    Cursor(CharSequence text, int at, boolean whole) {
        this.text = text;
        this.at = at;
        this.whole = whole;
    }

    /** The next character, or {@link #END}. */
    int peek() {
        return peek(0);
    }

    /** The character this far ahead, or {@link #END}. */
    int peek(int ahead) {
        if (at + ahead < text.length()) {
            return text.charAt(at + ahead);
        }
        if (whole) {
            return END;
        }
        throw UndecidedException.INSTANCE;
    }

    /** Steps over a character and gives it, or {@link #END}. */
    int next() {
        int c = peek();
        if (c != END) {
            at++;
        }
        return c;
    }

    /** Steps over this character if it comes next. */
    boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** Steps over these characters if they come next, in upper or lower case. */
    boolean skip(String expected) {
        for (int i = 0; i < expected.length(); i++) {
            int c = peek(i);
            if (c == END || Character.toLowerCase((char) c) != Character.toLowerCase(expected.charAt(i))) {
                return false;
            }
        }
        at += expected.length();
        return true;
    }

    /** Steps over white space. */
    void skipSpace() {
        while (isSpace(peek())) {
            at++;
        }
    }

    /** Steps over blanks and tabs, not over line ends. */
    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** True when nothing but blanks stands before the end of the line or the text. */
    boolean atLineEnd() {
        skipBlanks();
        int c = peek();
        return c == END || c == '\n' || c == '\r';
    }

    int at() {
        return at;
    }

    /** True when nothing will be added to the text. */
    boolean whole() {
        return whole;
    }

    void moveTo(int index) {
        at = index;
    }

    /** The text from this index up to here. */
    String since(int from) {
        return slice(from, at);
    }

    /** The text between two indexes. */
    String slice(int from, int to) {
        return text.subSequence(from, to).toString();
    }

    /** All of it; it may change once the reading is over. */
    CharSequence text() {
        return text;
    }

    static boolean isSpace(int c) {
        return c != END && (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff');
    }
}
