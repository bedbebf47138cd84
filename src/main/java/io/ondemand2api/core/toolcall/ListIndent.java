package io.ondemand2api.core.toolcall;

/** Follows how deep the text of a Markdown list's items is indented. */
final class ListIndent {

    private static final int MAX_DIGITS = 9;

    private int indent;
    private int start;
    private int width;
    private boolean marker;
    private boolean number;

    /** A line that is not blank has its first character at this depth. */
    void textAt(int depth, boolean afterBlankLine) {
        if (depth == 0 && afterBlankLine) {
            indent = 0;
        }
        start = depth;
        width = 0;
        marker = true;
        number = false;
    }

    /** Takes the next character of the line. */
    void see(char c) {
        if (!marker) {
            return;
        }
        boolean bullet = width == 0 && (c == '-' || c == '*' || c == '+');
        boolean digit = c >= '0' && c <= '9' && width < MAX_DIGITS && (width == 0 || number);
        if (c == ' ' && width > 0 && !number) {
            indent = start + width + 1;
            marker = false;
        } else if (digit) {
            number = true;
            width++;
        } else if (bullet || number && (c == '.' || c == ')')) {
            number = false;
            width++;
        } else {
            marker = false;
        }
    }

    void newLine() {
        marker = false;
    }

    /** How deep the text of the item is indented; 0 outside lists. */
    int indent() {
        return indent;
    }
}
