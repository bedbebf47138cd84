package io.ondemand2api.core.toolcall;

/**
 * When a piece of text that may become a call is looked at again, so that the looks together take time in proportion to
 * the text. Lengths are counted in characters.
 */
final class NextLook {

    /** Up to here it is looked at again whenever it has grown by a sixteenth, from here on by a quarter. */
    private static final int SHORT = 512;

    private int needed;

    /** It depends on what follows a piece of this length. */
    void after(int length) {
        needed = length + 1 + (length < SHORT ? length / 16 : length / 4);
    }

    /** What comes next is another piece. */
    void atOnce() {
        needed = 0;
    }

    /** True while the piece has not grown enough for another look. */
    boolean tooEarly(int length) {
        return length < needed;
    }
}
