package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;

/**
 * The text of one kind, words or thinking, delta by delta: counts its bytes, and joins the two halves of a character
 * that deltas have cut. A half without its other is no character and becomes U+FFFD. Not safe for several threads.
 */
final class DeltaText {

    private static final char REPLACEMENT = '\uFFFD';

    private final int mostBytes;
    private long bytes;
    private char half;

    /** @param mostBytes the most bytes of UTF-8 */
    DeltaText(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Takes the next delta and gives what is whole of it; the same object when that is all.
     *
     * @throws AnswerException when there is too much of it
     */
    String next(String delta) throws GatewayException {
        if (delta.isEmpty()) {
            return delta;
        }
        String text = delta;
        if (half != 0) {
            text = half + delta;
            half = 0;
        }
        int last = text.length() - 1;
        if (Character.isHighSurrogate(text.charAt(last))) {
            half = text.charAt(last);
            text = text.substring(0, last);
        }
        int size = size(text);
        bytes += Math.abs(size);
        if (bytes > mostBytes) {
            throw UpstreamFailures.overlong();
        }
        return size < 0 ? repaired(text) : text;
    }

    /** What is left of a character whose other half did not come; empty when there is nothing. */
    String rest() {
        String rest = half == 0 ? "" : String.valueOf(REPLACEMENT);
        half = 0;
        return rest;
    }

    /** A whole text, or null, with each half of a character that stands alone replaced. */
    static String wellFormed(String text) {
        return text == null || size(text) >= 0 ? text : repaired(text);
    }

    /** The bytes of this text as UTF-8; below zero when a half of a character stands in it alone. */
    static int size(String text) {
        int size = 0;
        boolean broken = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                size++;
            } else if (c < 0x800) {
                size += 2;
            } else {
                size += 3;
                if (Character.isSurrogate(c)) {
                    if (startsPair(text, i)) {
                        size++;
                        i++;
                    } else {
                        broken = true;
                    }
                }
            }
        }
        return broken ? -size : size;
    }

    private static boolean startsPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static String repaired(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (startsPair(text, i)) {
                whole.append(c).append(text.charAt(++i));
            } else {
                whole.append(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return whole.toString();
    }
}
