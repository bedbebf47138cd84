package io.ondemand2api.core;

/**
 * Writes text as the inside of a JSON string, escaped and encoded as UTF-8 in one pass, with nothing in between: every
 * token of every stream goes through here.
 */
public final class JsonText {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonText() {}

    /** Appends the text in quotes, or {@code null}. */
    public static void appendQuoted(String text, ByteSink out) {
        if (text == null) {
            out.append("null");
            return;
        }
        out.append((byte) '"');
        append(text, out);
        out.append((byte) '"');
    }

    /** Appends the whole text, without quotes. */
    public static void append(String text, ByteSink out) {
        append(text, 0, Integer.MAX_VALUE, out);
    }

    /**
     * Appends, without quotes, as much of the text as becomes no more than {@code limit} bytes. A character is never
     * cut; half a surrogate pair becomes U+FFFD.
     *
     * @param from the index of the first char to append
     * @param limit the most bytes to append, at least 6, the longest that one character becomes
     * @return the index of the first char that was not appended
     */
    public static int append(String text, int from, int limit, ByteSink out) {
        int end = text.length();
        int left = limit;
        int i = from;
        while (i < end) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                if (left == 0) {
                    return i;
                }
                out.append((byte) c);
                left--;
                i++;
            } else {
                int character = text.codePointAt(i);
                left -= width(character);
                if (left < 0) {
                    return i;
                }
                appendSpecial(character, out);
                i += Character.charCount(character);
            }
        }
        return i;
    }

    private static int width(int character) {
        if (isEscapedByNumber(character)) {
            return 6;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }

    /** Everything but plain ASCII. */
    private static void appendSpecial(int character, ByteSink out) {
        if (isEscapedByNumber(character)) {
            out.append((byte) '\\').append((byte) 'u');
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(HEX[character >> shift & 0xf]);
            }
        } else if (character < 0x80) {
            out.append((byte) '\\').append((byte) letterFor(character));
        } else if (character < 0x800) {
            out.append((byte) (0xc0 | character >> 6)).append(continuation(character));
        } else if (character >= 0x10000) {
            out.append((byte) (0xf0 | character >> 18))
                    .append(continuation(character >> 12))
                    .append(continuation(character >> 6))
                    .append(continuation(character));
        } else {
            boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            int whole = half ? 0xfffd : character;
            out.append((byte) (0xe0 | whole >> 12))
                    .append(continuation(whole >> 6))
                    .append(continuation(whole));
        }
    }

    /** Beside the control characters, the three that some readers of event streams take for the end of a line. */
    private static boolean isEscapedByNumber(int character) {
        return character < ' ' && letterFor(character) == 0
                || character == 0x7f
                || character == 0x85
                || character == 0x2028
                || character == 0x2029;
    }

    private static char letterFor(int character) {
        return switch (character) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3f);
    }
}
