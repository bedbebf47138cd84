package io.ondemand2api.core.toolcall;

/**
 * The text of an answer of which it is not decided yet whether it is passed on, and the place in it up to which it was
 * read.
 */
final class HeldText {

    private final StringBuilder held = new StringBuilder();
    private final StringBuilder passed = new StringBuilder();
    private int at;
    private int from;
    private int safe;
    private int textEnd;

    void append(String text, int start, int end) {
        held.append(text, start, end);
    }

    /** True while there is text that was not read. */
    boolean more() {
        return at < held.length();
    }

    /** The next character. */
    char next() {
        return held.charAt(at);
    }

    /** True when this word comes next, as far as its characters are there. */
    boolean mayBe(String word) {
        int there = Math.min(word.length(), unread());
        for (int i = 0; i < there; i++) {
            if (held.charAt(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    int at() {
        return at;
    }

    /** How much was not read. */
    int unread() {
        return held.length() - at;
    }

    /** How much is held back. */
    int length() {
        return held.length() - safe;
    }

    Cursor cursor(boolean whole) {
        return new Cursor(held, at, whole);
    }

    /** Steps over white space, which belongs to the text only if some follows. */
    void space() {
        at++;
    }

    /** Steps over a character that is text, or part of a tentative call. */
    void text() {
        at++;
        textEnd = at;
    }

    /** Steps over a call or the end of one. */
    void skipTo(int index) {
        at = index;
        textEnd = index;
    }

    /** The text up to the last character that is not white space may be passed on. */
    void release() {
        safe = Math.max(safe, textEnd);
    }

    /** All that was read may be passed on. */
    void releaseAll() {
        safe = at;
    }

    /** All that was read is no text. */
    void drop() {
        from = at;
        safe = at;
    }

    /** Passes on what may be, or drops it. */
    void pass(boolean on) {
        if (on) {
            passed.append(held, from, safe);
        }
        from = safe;
    }

    /** Gives what was passed on, and forgets it. */
    String drained() {
        held.delete(0, safe);
        at -= safe;
        textEnd = Math.max(0, textEnd - safe);
        from = 0;
        safe = 0;
        String text = passed.toString();
        passed.setLength(0);
        return text;
    }
}
