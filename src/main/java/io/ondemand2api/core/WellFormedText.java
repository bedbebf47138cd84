package io.ondemand2api.core;

/** Text without halves of surrogate pairs, which no encoding can carry: each becomes U+FFFD, as Unicode advises. */
public final class WellFormedText {

    private static final char REPLACEMENT = '\uFFFD';

    private WellFormedText() {}

    /** The same text, or a copy of the same length in which each lone surrogate is replaced. */
    public static String of(String text) {
        int lone = loneSurrogate(text, 0);
        if (lone < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        while (lone >= 0) {
            mended.setCharAt(lone, REPLACEMENT);
            lone = loneSurrogate(text, lone + 1);
        }
        return mended.toString();
    }

    private static int loneSurrogate(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
