package io.ondemand2api.core.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a regular expression of ECMA-262, the language of JSON Schema's patterns, into that of RE2. What RE2 does not
 * have, what ECMA-262 does not define, and what would be compiled to a large program is not translated.
 */
final class EcmaPattern {

    static final int MAX_LENGTH = 2_000;
    private static final int LARGEST = 5_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_REPEATS = 1_000;

    private static final long STEPS_PER_CHARACTER = 4;
    private static final long STEPS_PER_INSTRUCTION = 2;
    private static final long STEPS_PER_UNICODE_CLASS = 1_000;

    private static final Pattern QUANTIFIER = Pattern.compile("\\{(\\d{1,9})(?:(,)(\\d{1,9})?)?\\}");

    private final String ecma;
    private final StringBuilder re2 = new StringBuilder();
    private final Deque<int[]> groups = new ArrayDeque<>();
    private final EcmaEscapes escapes;
    private int at;

    /** The size of the open group so far, and that of its last part, which a quantifier repeats. */
    private int[] group = new int[2];

    private EcmaPattern(String ecma) {
        this.ecma = ecma;
        this.escapes = new EcmaEscapes(ecma);
    }

    /** @return null for one that cannot be translated */
    static EcmaPattern translate(String ecma) {
        if (ecma.length() > MAX_LENGTH) {
            return null;
        }
        EcmaPattern pattern = new EcmaPattern(ecma);
        try {
            pattern.read();
            return pattern;
        } catch (Untranslatable notInRe2) {
            return null;
        }
    }

    String re2() {
        return re2.toString();
    }

    /** About how many instructions it is compiled to. */
    int size() {
        return group[0] + 2;
    }

    /**
     * How many steps it takes to compile it: the compiler looks at all that is left of a pattern at each of its parts,
     * and copies the ranges of each Unicode class.
     */
    long steps() {
        long length = re2.length();
        return length * length / 16
                + STEPS_PER_CHARACTER * length
                + STEPS_PER_INSTRUCTION * size()
                + STEPS_PER_UNICODE_CLASS * escapes.unicodeClasses();
    }

    /** True when it names Unicode's classes of characters. */
    boolean unicodeClasses() {
        return escapes.unicodeClasses() > 0;
    }

    private void read() {
        while (at < ecma.length()) {
            char next = ecma.charAt(at);
            switch (next) {
                case '(' -> open();
                case ')' -> close();
                case '|' -> assertion("|");
                case '^' -> assertion("\\A");
                case '$' -> assertion("\\z");
                case '.' -> atom("[^\\n\\r\\x{2028}\\x{2029}]", 1);
                case '[' -> {
                    at++;
                    String set = EcmaClass.read(escapes, at);
                    at = escapes.end() - 1;
                    atom(set, 2);
                }
                case '\\' -> escape();
                case '*', '+', '?' -> quantifier(String.valueOf(next), 1, 1);
                case '{' -> counted();
                default -> {
                    int codePoint = EcmaEscapes.codePoint(ecma, at);
                    at += Character.charCount(codePoint) - 1;
                    atom(EcmaEscapes.quoted(codePoint), 1);
                }
            }
        }
        if (!groups.isEmpty()) {
            throw new Untranslatable();
        }
    }

    private void open() {
        boolean bare = !ecma.startsWith("(?", at);
        Matcher head = EcmaEscapes.GROUP_HEAD.matcher(ecma).region(at, ecma.length());
        if (!bare && !head.lookingAt() || groups.size() >= MAX_DEPTH) {
            throw new Untranslatable();
        }
        at = bare ? at + 1 : head.end();
        re2.append("(?:");
        groups.push(group);
        group = new int[2];
    }

    private void close() {
        if (groups.isEmpty()) {
            throw new Untranslatable();
        }
        int size = group[0] + 1;
        group = groups.pop();
        atom(")", size);
    }

    private void escape() {
        char named = at + 1 < ecma.length() ? ecma.charAt(at + 1) : '\0';
        if (named == 'b' || named == 'B') {
            at++;
            assertion("\\" + named);
        } else {
            String one = escapes.outsideClass(at);
            at = escapes.end() - 1;
            atom(one, 2);
        }
    }

    private void counted() {
        Matcher count = QUANTIFIER.matcher(ecma).region(at, ecma.length());
        if (!count.lookingAt()) {
            atom("\\{", 1);
            return;
        }
        int least = Integer.parseInt(count.group(1));
        boolean open = count.group(2) != null && count.group(3) == null;
        int most = count.group(3) != null ? Integer.parseInt(count.group(3)) : least;
        if (least > MAX_REPEATS || most > MAX_REPEATS || most < least) {
            throw new Untranslatable();
        }
        quantifier(count.group(), count.end() - at, Math.max(1, open ? least + 1 : most));
    }

    private void quantifier(String text, int length, int times) {
        if (group[1] == 0) {
            throw new Untranslatable();
        }
        re2.append(text);
        at += length;
        if (at < ecma.length() && ecma.charAt(at) == '?') {
            re2.append('?');
            at++;
        }
        grow((long) group[1] * (times - 1) + times);
        group[1] = 0;
    }

    private void atom(String text, int size) {
        re2.append(text);
        at++;
        grow(size);
        group[1] = size;
    }

    private void assertion(String text) {
        re2.append(text);
        at++;
        grow(1);
        group[1] = 0;
    }

    private void grow(long size) {
        long all = group[0] + size;
        if (all > LARGEST) {
            throw new Untranslatable();
        }
        group[0] = (int) all;
    }

    /** There is no such pattern in RE2. */
    static final class Untranslatable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Untranslatable() {
            super(null, null, false, false);
        }
    }
}
