package io.ondemand2api.conversation;

/**
 * Follows the Markdown of an answer as far as it takes to tell what is shown from what is meant. A mark of a call is an
 * example when it stands
 *
 * <ul>
 *   <li>in a fence of three or more backticks or tildes that starts its line, up to the line that closes it;
 *   <li>in a span of backticks, up to as many backticks or the end of the line, so that a stray one spoils no more;
 *   <li>on a line that starts with {@code >}, a tab or four blanks;
 *   <li>right after a quotation mark.
 * </ul>
 */
final class Examples {

    private static final int INDENTED = 4;
    private static final int FENCE = 3;

    private boolean blank = true;
    private int indent;
    private boolean quoted;
    private int span;
    private int fence;
    private char fenceMark;
    private boolean openingLine;
    private boolean closing;
    private int run;
    private char runMark;
    private boolean runStartsLine;
    private char last;

    /** Takes the next character of the text. */
    void see(char c) {
        if (c == '`' || c == '~') {
            mark(c);
        } else {
            endRun();
            if (c == '\n' || c == '\r') {
                newLine();
            } else {
                inLine(c);
            }
        }
        last = c;
    }

    private void mark(char c) {
        if (run > 0 && runMark == c) {
            run++;
            return;
        }
        endRun();
        closing = false;
        run = 1;
        runMark = c;
        runStartsLine = startsLine();
        blank = false;
    }

    private void inLine(char c) {
        if (blank && (c == ' ' || c == '\t')) {
            indent += c == ' ' ? 1 : INDENTED;
            return;
        }
        if (blank) {
            blank = false;
            quoted = c == '>';
        }
        if (!Character.isWhitespace(c)) {
            closing = false;
        }
    }

    private void newLine() {
        if (closing) {
            fence = 0;
        }
        closing = false;
        openingLine = false;
        span = 0;
        blank = true;
        indent = 0;
        quoted = false;
    }

    private void endRun() {
        int length = run;
        run = 0;
        if (length == 0) {
            return;
        }
        if (fence > 0) {
            boolean longEnough = runMark == fenceMark && length >= fence;
            closing = longEnough && runStartsLine;
            if (longEnough && openingLine) {
                // all on one line: that was a span
                fence = 0;
            }
        } else if (runStartsLine && length >= FENCE) {
            fence = length;
            fenceMark = runMark;
            openingLine = true;
        } else if (runMark == '`') {
            span = span == 0 ? length : span == length ? 0 : span;
        }
    }

    /** True when what comes next is shown and not meant. */
    boolean example() {
        endRun();
        return fence > 0 || span > 0 || quoted || indent >= INDENTED || "\"'“‘«".indexOf(last) >= 0;
    }

    /** True when nothing but a few blanks stands before on this line. */
    boolean startsLine() {
        return blank && indent < INDENTED;
    }
}
