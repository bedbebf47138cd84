package io.ondemand2api.core.schema;

import io.ondemand2api.core.schema.EcmaPattern.Untranslatable;

/** A class of characters of an ECMA-262 pattern, such as {@code [a-z_]}, put into RE2's language. */
final class EcmaClass {

    private static final String NONE = "[^\\x00-\\x{10ffff}]";
    private static final String ANY = "[\\x00-\\x{10ffff}]";

    private final EcmaEscapes escapes;
    private final String ecma;
    private final StringBuilder set = new StringBuilder();
    private int at;

    private EcmaClass(EcmaEscapes escapes, int at) {
        this.escapes = escapes;
        this.ecma = escapes.ecma();
        this.at = at;
    }

    /** Reads the class whose first character is here, up to its closing bracket. */
    static String read(EcmaEscapes escapes, int start) {
        boolean negated = escapes.ecma().startsWith("^", start);
        EcmaClass reader = new EcmaClass(escapes, negated ? start + 1 : start);
        reader.read();
        escapes.end(reader.at);
        if (reader.set.isEmpty()) {
            return negated ? ANY : NONE;
        }
        return (negated ? "[^" : "[") + reader.set + "]";
    }

    private void read() {
        while (peek() != ']') {
            int first = member();
            boolean range = peek() == '-' && at + 1 < ecma.length() && ecma.charAt(at + 1) != ']';
            if (!range) {
                add(first);
                continue;
            }
            at++;
            int mark = set.length();
            int last = member();
            if (first < 0 || last < 0) {
                // no range after all: both sides and the hyphen between them
                add(first);
                add('-');
                add(last);
            } else if (last < first) {
                throw new Untranslatable();
            } else {
                set.insert(mark, EcmaEscapes.quoted(first) + "-" + EcmaEscapes.quoted(last));
            }
        }
        at++;
    }

    private char peek() {
        if (at >= ecma.length()) {
            throw new Untranslatable();
        }
        return ecma.charAt(at);
    }

    /** Reads one character; -1 when it was a whole set, which is then in already. */
    private int member() {
        if (peek() != '\\') {
            int character = EcmaEscapes.codePoint(ecma, at);
            at += Character.charCount(character);
            return character;
        }
        String whole = escapes.set(at);
        int character = whole == null ? escapes.character(at, true) : -1;
        at = escapes.end();
        if (whole != null) {
            set.append(whole);
        }
        return character;
    }

    private void add(int character) {
        if (character >= 0) {
            set.append(EcmaEscapes.quoted(character));
        }
    }
}
