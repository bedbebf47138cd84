package io.ondemand2api.conversation;

/**
 * Finds where a JSON value ends that comes character by character, by its grammar and not by what may follow it, since
 * its strings may hold anything. Where it is lax (line breaks in strings, a comma too many, the spelling of numbers) the
 * parser that reads the whole has the last word. It also tells the strings of the outermost object as they come.
 */
final class JsonScanner {

    /** What a character meant. */
    enum Step {
        /** The value goes on. */
        MORE,
        /** The value ended with this character. */
        WHOLE,
        /** No JSON value has this character here. */
        BROKEN
    }

    private enum Expected {
        VALUE,
        VALUE_OR_END,
        KEY_OR_END,
        COLON,
        COMMA_OR_END
    }

    private static final int DEEPEST = 200;
    private static final int LONGEST_WORD = 128;

    private final boolean[] objects = new boolean[DEEPEST];
    private final StringBuilder word = new StringBuilder();
    private Expected expected = Expected.VALUE;
    private int depth;
    private boolean inString;
    private boolean inKey;
    private boolean escaped;
    private boolean inScalar;
    private boolean wordEnded;
    private char last;

    /** Takes the next character. The first must be an opening bracket. */
    Step feed(char c) {
        wordEnded = false;
        if (inString) {
            return string(c);
        }
        if (isSpace(c)) {
            inScalar = false;
            return Step.MORE;
        }
        Step step = structure(c);
        last = c;
        return step;
    }

    private Step string(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
            wordEnded = true;
            expected = inKey ? Expected.COLON : Expected.COMMA_OR_END;
            return Step.MORE;
        }
        if (word.length() <= LONGEST_WORD) {
            word.append(c);
        }
        return Step.MORE;
    }

    private Step structure(char c) {
        switch (c) {
            case '{', '[':
                return open(c == '{');
            case '}', ']':
                return close(c == '}');
            case ',':
                return separate(
                        Expected.COMMA_OR_END,
                        depth > 0 && objects[depth - 1] ? Expected.KEY_OR_END : Expected.VALUE_OR_END);
            case ':':
                return separate(Expected.COLON, Expected.VALUE);
            case '"':
                return quote();
            default:
                return scalar(c);
        }
    }

    private Step open(boolean object) {
        if (!valueExpected() || depth == DEEPEST) {
            return Step.BROKEN;
        }
        objects[depth++] = object;
        expected = object ? Expected.KEY_OR_END : Expected.VALUE_OR_END;
        return Step.MORE;
    }

    private Step close(boolean object) {
        boolean mayEnd =
                expected == Expected.COMMA_OR_END || expected == (object ? Expected.KEY_OR_END : Expected.VALUE_OR_END);
        if (depth == 0 || objects[depth - 1] != object || !mayEnd) {
            return Step.BROKEN;
        }
        depth--;
        inScalar = false;
        expected = Expected.COMMA_OR_END;
        return depth == 0 ? Step.WHOLE : Step.MORE;
    }

    private Step separate(Expected before, Expected after) {
        if (expected != before) {
            return Step.BROKEN;
        }
        inScalar = false;
        expected = after;
        return Step.MORE;
    }

    private Step quote() {
        inKey = expected == Expected.KEY_OR_END;
        if (!inKey && !valueExpected()) {
            return Step.BROKEN;
        }
        inString = true;
        word.setLength(0);
        return Step.MORE;
    }

    private Step scalar(char c) {
        boolean starts = valueExpected() && (c == '-' || isWordCharacter(c));
        boolean continues = inScalar && (c == '-' || c == '+' || c == '.' || isWordCharacter(c));
        if (!starts && !continues) {
            return Step.BROKEN;
        }
        inScalar = true;
        expected = Expected.COMMA_OR_END;
        return Step.MORE;
    }

    private boolean valueExpected() {
        return depth == 0 && expected == Expected.VALUE && last == 0
                || depth > 0 && (expected == Expected.VALUE || expected == Expected.VALUE_OR_END);
    }

    private static boolean isWordCharacter(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == 'E';
    }

    /** JSON's own four. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** How many brackets are open. */
    int depth() {
        return depth;
    }

    /** The key that the last character ended, in an object at this depth, or null; as it is written, with escapes. */
    String endedKey(int atDepth) {
        return wordEnded && inKey && depth == atDepth ? word.toString() : null;
    }

    /** The string that the last character ended as a value at this depth, or null; as it is written, with escapes. */
    String endedString(int atDepth) {
        return wordEnded && !inKey && depth == atDepth ? word.toString() : null;
    }

    /** True when only the last bracket of an object is missing, after an object that is closed. */
    boolean lacksOnlyTheLastBracket() {
        return depth == 1 && objects[0] && !inString && last == '}' && expected == Expected.COMMA_OR_END;
    }
}
