package io.ondemand2api.core.request;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.nio.charset.StandardCharsets;

/**
 * Decodes a long JSON string from the bytes of its body. The parser would take five times its size while it does so; a
 * prompt may be most of a body. It relies on the parser to refuse what is no valid string, and makes U+FFFD of halves of
 * surrogate pairs.
 */
public final class LongString {

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private final byte[] body;
    private final int start;
    private int end;
    private boolean escaped;
    private boolean ascii = true;

    /** @param start the index of the first byte after the opening quote */
    public LongString(byte[] body, int start, int limit) {
        this.body = body;
        this.start = start;
        scan(limit);
    }

    private void scan(int limit) {
        int i = start;
        while (i < limit && body[i] != '"') {
            if (body[i] == '\\') {
                escaped = true;
                i++;
                ascii &= i >= limit || body[i] != 'u';
            } else if (body[i] < 0) {
                ascii = false;
            }
            i++;
        }
        end = Math.min(i, limit);
    }

    /** How many bytes it has in the body. */
    public int length() {
        return end - start;
    }

    /** The text; the share is left with what the text itself takes. */
    public String decode(MemoryShare share) throws GatewayException {
        // beside the text: its bytes without escapes, and where it is not ASCII what the JDK's decoder makes on its way
        long beside = (escaped ? length() : 0) + (ascii ? 0 : 4L * length());
        long most = (ascii ? 1L : 2L) * length();
        share.take(most + beside);
        String text = escaped ? unescaped() : new String(body, start, length(), StandardCharsets.UTF_8);
        share.giveBack(beside + most - (ascii ? 1L : 2L) * text.length());
        return text;
    }

    private String unescaped() {
        // every escape is longer than what it stands for
        byte[] plain = new byte[length()];
        int to = 0;
        int i = start;
        while (i < end) {
            byte b = body[i++];
            if (b != '\\' || i >= end) {
                plain[to++] = b;
                continue;
            }
            byte letter = body[i++];
            if (letter != 'u') {
                plain[to++] = character(letter);
                continue;
            }
            int unit = unit(i);
            i = Math.min(end, i + 4);
            if (Character.isHighSurrogate((char) unit) && escapedLow(i)) {
                to = put(Character.toCodePoint((char) unit, (char) unit(i + 2)), plain, to);
                i += 6;
            } else {
                to = put(unit, plain, to);
            }
        }
        return new String(plain, 0, to, StandardCharsets.UTF_8);
    }

    private boolean escapedLow(int at) {
        return at + 6 <= end
                && body[at] == '\\'
                && body[at + 1] == 'u'
                && Character.isLowSurrogate((char) unit(at + 2));
    }

    private int unit(int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = unit << 4 | (i < end ? Math.max(0, Character.digit(body[i], 16)) : 0);
        }
        return unit;
    }

    private static byte character(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> letter;
        };
    }

    private static int put(int character, byte[] plain, int at) {
        byte[] encoded = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
                ? REPLACEMENT
                : Character.toString(character).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, plain, at, encoded.length);
        return at + encoded.length;
    }
}
