package io.ondemand2api.core.answer;

/**
 * Follows the Markdown of an answer as far as it takes to tell code from prose: fences of three or more backticks or
 * tildes that start a line, and spans of backticks within one. Not safe for several threads.
 */
final class CodeSpans {

    private static final int FENCE = 3;

    private boolean blank = true;
    private int run;
    private char runMark;
    private boolean runStartsLine;
    private int span;
    private int fence;
    private char fenceMark;
    private boolean openingLine;

    /** Takes the next characters of the text. */
    void see(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            see(text.charAt(i));
        }
    }

    private void see(char c) {
        if (run > 0 && c == runMark) {
            run++;
            return;
        }
        endRun();
        if (c == '`' || c == '~') {
            run = 1;
            runMark = c;
            runStartsLine = blank;
            blank = false;
        } else if (c == '\n') {
            blank = true;
            span = 0;
            openingLine = false;
        } else if (blank && c != ' ' && c != '\t' && c != '\r') {
            blank = false;
        }
    }

    private void endRun() {
        int length = run;
        run = 0;
        if (length == 0) {
            return;
        }
        if (fence > 0) {
            // a fence that ends on its own line was a span
            boolean closes = runMark == fenceMark && length >= fence && (runStartsLine || openingLine);
            fence = closes ? 0 : fence;
        } else if (runStartsLine && length >= FENCE) {
            fence = length;
            fenceMark = runMark;
            openingLine = true;
        } else if (runMark == '`') {
            span = span == 0 ? length : span == length ? 0 : span;
        }
    }

    /** True when what comes next is code. */
    boolean inside() {
        endRun();
        return fence > 0 || span > 0;
    }

    /** True when nothing but blanks stands before on this line. */
    boolean startsLine() {
        return blank;
    }
}
