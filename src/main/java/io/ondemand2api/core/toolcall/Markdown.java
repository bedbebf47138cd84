package io.ondemand2api.core.toolcall;

/**
 * Follows the Markdown of an answer as far as it takes to tell what is shown from what is meant. A mark of a call is
 * shown when it stands
 *
 * <ul>
 *   <li>in a fence of three or more backticks or tildes that starts its line, up to the line that closes it;
 *   <li>in a span of backticks, up to as many backticks or the end of the line;
 *   <li>on a line that starts with {@code >}, or in a block that is indented like code: by a tab or four blanks, behind a
 *       blank line, and deeper than the text of a list's item;
 *   <li>right behind a quotation mark.
 * </ul>
 */
final class Markdown {

    /** Where a character stands. */
    enum Place {
        /** In plain text. */
        PLAIN,
        /** In a fence; it may still turn out that it never closes. */
        FENCE,
        /** In a span; it may still turn out that it never closes. */
        SPAN,
        /** Behind a quotation mark. */
        QUOTE,
        /** In a quotation or an indented block. */
        SHOWN
    }

    private static final int INDENTED = 4;
    private static final int FENCE = 3;
    private static final String QUOTES = "\"'“‘«";

    private final ListIndent lists = new ListIndent();
    private boolean blank = true;
    private boolean anyText;
    private boolean blankBefore;
    private boolean codeBefore;
    private int indent;
    private boolean quoted;
    private int span;
    private int fence;
    private char fenceMark;
    private boolean openingLine;
    private boolean closing;
    private int closed;
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
                newLine(c);
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
        if (blank) {
            lists.textAt(indent, blankBefore);
            lists.newLine();
        }
        blank = false;
        anyText = true;
    }

    private void inLine(char c) {
        if (blank && (c == ' ' || c == '\t')) {
            indent += c == ' ' ? 1 : INDENTED;
            return;
        }
        if (blank) {
            blank = false;
            quoted = c == '>';
            lists.textAt(indent, blankBefore);
        }
        lists.see(c);
        if (!Character.isWhitespace(c)) {
            closing = false;
            anyText = true;
        }
    }

    private void newLine(char c) {
        if (closing) {
            close();
        }
        codeBefore = blank ? codeBefore : indentedCode();
        if (c == '\n' || last != '\r') {
            blankBefore = blank;
        }
        closing = false;
        openingLine = false;
        span = 0;
        blank = true;
        indent = 0;
        quoted = false;
        lists.newLine();
    }

    private void close() {
        fence = 0;
        closing = false;
        closed++;
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
                close();
            }
        } else if (runStartsLine && length >= FENCE) {
            fence = length;
            fenceMark = runMark;
            openingLine = true;
        } else if (runMark == '`' && span == 0) {
            span = length;
        } else if (runMark == '`' && span == length) {
            span = 0;
            closed++;
        }
    }

    /** True while it depends on the next character how long a run of backticks or tildes is. */
    boolean inRun(char next) {
        return run > 0 && runMark == next;
    }

    /** Where a mark would stand that comes next. */
    Place place() {
        endRun();
        if (fence > 0) {
            return closing ? Place.PLAIN : Place.FENCE;
        }
        if (span > 0) {
            return Place.SPAN;
        }
        if (quoted || indentedCode()) {
            return Place.SHOWN;
        }
        return QUOTES.indexOf(last) >= 0 ? Place.QUOTE : Place.PLAIN;
    }

    /** A call comes right behind the marks that close a fence: they do close it. */
    void closeFence() {
        endRun();
        if (fence > 0 && closing) {
            close();
        }
    }

    private boolean indentedCode() {
        return indent - lists.indent() >= INDENTED && anyText && (blankBefore || codeBefore);
    }

    /** True when the next character is in the first line of a fence. */
    boolean inOpeningLine() {
        endRun();
        return fence > 0 && openingLine;
    }

    /** True when nothing but blanks stands before on this line. */
    boolean startsLine() {
        return blank && !indentedCode();
    }

    /** How many fences and spans were closed so far. */
    int closed() {
        endRun();
        return closed;
    }

    /** How many, when the text is over. */
    int closedAtEnd() {
        endRun();
        return closing ? closed + 1 : closed;
    }

    /** The last character. */
    char last() {
        return last;
    }
}
