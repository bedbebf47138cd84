package io.ondemand2api.upstream.protocol;

import java.io.Reader;
import java.util.List;

/**
 * Reads texts one after another without putting them together. What it gives is always whole characters: a pair of
 * surrogates comes in one piece, and a lone half of one as U+FFFD. Not safe for several threads.
 */
final class PiecesReader extends Reader {

    private static final char REPLACEMENT = '\uFFFD';

    private final List<String> pieces;
    private int piece;
    private int at;

    PiecesReader(List<String> pieces) {
        this.pieces = pieces;
    }

    /** Needs room for two chars at least; may give fewer chars than there is room for. */
    @Override
    public int read(char[] buffer, int offset, int length) {
        while (piece < pieces.size() && at == pieces.get(piece).length()) {
            piece++;
            at = 0;
        }
        if (piece == pieces.size()) {
            return -1;
        }
        String text = pieces.get(piece);
        int count = Math.min(length, text.length() - at);
        text.getChars(at, at + count, buffer, offset);
        int whole = wellFormed(buffer, offset, count, at + count == text.length());
        at += whole;
        return whole;
    }

    /** @return how many of the chars may be given: the last is left for the next time when it starts a pair */
    private static int wellFormed(char[] buffer, int offset, int count, boolean last) {
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            char c = buffer[i];
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 == end && !last && count > 1) {
                return count - 1;
            }
            if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(buffer[i + 1])) {
                i++;
            } else {
                buffer[i] = REPLACEMENT;
            }
        }
        return count;
    }

    @Override
    public void close() {}
}
