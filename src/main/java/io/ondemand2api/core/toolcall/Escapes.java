package io.ondemand2api.core.toolcall;

import java.util.regex.Pattern;

/**
 * Reads the backslashes of a string that a model wrote. Models forget to escape those of Windows paths, regular
 * expressions and LaTeX. A backslash that is no escape is kept. Where a string has both kinds, it has two readings.
 */
final class Escapes {

    static final String TWO_READINGS =
            "a string in its arguments has backslashes that can be read in two ways: in JSON, every backslash of the text "
                    + "must be written as \\\\, and a line break as \\n";

    /**
     * A drive, and then a letter that is an escape; or a command of LaTeX that begins with one. Right behind a drive,
     * {@code \n}, {@code \r} and {@code \t} count only where a path may go on: in {@code A:\nYes} the letter is a key or a
     * speaker. They do not count with letters that are hardly a drive's, before a line that has a key of its own, and
     * before a capital or a digit without a directory behind it.
     */
    private static final Pattern HARDLY_ESCAPE =
            Pattern.compile("(?<![A-Za-z])[C-PR-Zc-hz]:\\\\[nrt](?![A-Z0-9]\\w*+(?!\\\\[nrt][a-z]))(?!\\w*:)\\w"
                    + "|(?<![A-Za-z])[A-Za-z]:(?:/|\\\\(?![nrt]))[\\w .-]{0,99}(?:[\\\\/][\\w .-]{0,99}){0,49}\\\\[nrt]\\w"
                    + "|\\\\(?:nabla|neq|newcommand|newline|rho|right|rangle|theta|times|text|tau|tilde)(?![a-z])");

    /**
     * Stands for an escaped backslash. It is part of no path here: who escapes those of a path means a line break by the
     * {@code \n} behind it.
     */
    private static final String ESCAPED = ";";

    private final String raw;
    private final char quote;
    private final StringBuilder decoded;
    private int escapes;
    private int doubled;
    private int rare;
    private int none;

    private Escapes(String raw, char quote) {
        this.raw = raw;
        this.quote = quote;
        this.decoded = new StringBuilder(raw.length());
    }

    /**
     * What a string means.
     *
     * @param text its characters
     * @param valid true when it was a valid string of JSON
     * @param doubtful true when it was, but hardly means what it says
     */
    record Decoded(String text, boolean valid, boolean doubtful) {}

    /**
     * @param raw what stands between the quotes
     * @param quote the closing quote
     * @throws MalformedException when there are two readings
     */
    static Decoded decode(String raw, char quote) throws MalformedException {
        boolean control = raw.chars().anyMatch(c -> c < ' ');
        if (raw.indexOf('\\') < 0) {
            return new Decoded(raw, !control, false);
        }
        Escapes escapes = new Escapes(raw, quote);
        escapes.run();
        return escapes.result(control);
    }

    private Decoded result(boolean control) throws MalformedException {
        if (none == 0) {
            boolean doubtful = rare > 0
                    || escapes > 0
                            && HARDLY_ESCAPE
                                    .matcher(raw.replace("\\\\", ESCAPED))
                                    .find();
            return new Decoded(decoded.toString(), !control && quote == '"', doubtful);
        }
        if (escapes > 0 || doubled > 0) {
            throw new MalformedException(TWO_READINGS);
        }
        return new Decoded(rare == 0 ? decoded.toString() : literal(), false, false);
    }

    /** Nothing in it is escaped but quotes. */
    private String literal() {
        return raw.replace("\\" + quote, String.valueOf(quote)).replace("\\\"", "\"");
    }

    private void run() {
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\' || i == raw.length()) {
                decoded.append(c);
            } else {
                i = escape(raw.charAt(i), i + 1);
            }
        }
    }

    private int escape(char c, int after) {
        switch (c) {
            case 'n' -> take('\n');
            case 't' -> take('\t');
            case 'r' -> take('\r');
            case 'b', 'f' -> {
                rare++;
                decoded.append(c == 'b' ? '\b' : '\f');
            }
            case '\\' -> {
                doubled++;
                decoded.append(c);
            }
            case '"', '/' -> decoded.append(c);
            case 'u' -> {
                return unicode(after);
            }
            default -> other(c);
        }
        return after;
    }

    private void take(char c) {
        escapes++;
        decoded.append(c);
    }

    private int unicode(int after) {
        int code = 0;
        for (int i = after; i < after + 4; i++) {
            int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0 || raw.charAt(i) > 'f') {
                other('u');
                return after;
            }
            code = code << 4 | digit;
        }
        take((char) code);
        return after + 4;
    }

    private void other(char c) {
        if (c == quote) {
            decoded.append(c);
        } else {
            none++;
            decoded.append('\\').append(c);
        }
    }
}
