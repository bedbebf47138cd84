package io.ondemand2api.core.schema;

import io.ondemand2api.core.schema.EcmaPattern.Untranslatable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The escapes of one ECMA-262 pattern, each put into RE2's language. */
final class EcmaEscapes {

    static final Pattern GROUP_HEAD = Pattern.compile("\\(\\?(?::|<[A-Za-z_$][A-Za-z0-9_$]*>)");

    /** What ECMA-262 counts as white space, and all else; RE2 counts less. */
    private static final String SPACE =
            "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}" + "\\x{3000}\\x{feff}";

    private static final String NO_SPACE = "\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
            + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
            + "\\x{ff00}-\\x{10ffff}";

    private static final Pattern CODE = Pattern.compile(
            "\\\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\\{([0-9A-Fa-f]{1,6})\\}" + "|c([A-Za-z])|0(?![0-9]))");
    private static final Pattern PROPERTY = Pattern.compile(
            "\\\\([pP])\\{(?:(?:gc|General_Category)=)?([LMNPSZC]|L[ulmot]|M[nce]|N[dlo]|P[cdseifo]|S[mcko]|Z[slp]|C[cfos])\\}");

    private final String ecma;
    private int end;
    private int unicodeClasses;

    EcmaEscapes(String ecma) {
        this.ecma = ecma;
    }

    String ecma() {
        return ecma;
    }

    /** Where the text goes on behind what was read last. */
    int end() {
        return end;
    }

    void end(int next) {
        end = next;
    }

    /** How many times one of Unicode's classes was named. */
    int unicodeClasses() {
        return unicodeClasses;
    }

    /** The escape at this place, as a part of its own. */
    String outsideClass(int at) {
        String set = set(at);
        return set == null ? quoted(character(at, false)) : "[" + set + "]";
    }

    /** The set of characters that the escape at this place stands for, to be put into a class; null when it is one. */
    String set(int at) {
        if (at + 1 >= ecma.length()) {
            throw new Untranslatable();
        }
        end = at + 2;
        switch (ecma.charAt(at + 1)) {
            case 'd':
                return "0-9";
            case 'D':
                return "\\x00-/:-\\x{10ffff}";
            case 'w':
                return "0-9A-Z_a-z";
            case 'W':
                return "\\x00-/:-@\\[-\\^`\\{-\\x{10ffff}";
            case 's':
                return SPACE;
            case 'S':
                return NO_SPACE;
            case 'p', 'P':
                return property(at);
            default:
                return null;
        }
    }

    private String property(int at) {
        Matcher property = PROPERTY.matcher(ecma).region(at, ecma.length());
        if (!property.lookingAt()) {
            throw new Untranslatable();
        }
        end = property.end();
        unicodeClasses++;
        return "\\" + property.group(1) + "{" + property.group(2) + "}";
    }

    /** The one character that the escape at this place stands for. */
    int character(int at, boolean inClass) {
        Matcher code = CODE.matcher(ecma).region(at, ecma.length());
        if (code.lookingAt()) {
            end = code.end();
            return coded(code);
        }
        if (at + 1 >= ecma.length()) {
            throw new Untranslatable();
        }
        int named = codePoint(ecma, at + 1);
        end = at + 1 + Character.charCount(named);
        switch (named) {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'v':
                return 0x0b;
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case 'b':
                return mustBe(inClass, '\b');
            default:
                return mustBe(!Character.isLetterOrDigit(named), named);
        }
    }

    private static int mustBe(boolean right, int character) {
        if (!right) {
            throw new Untranslatable();
        }
        return character;
    }

    private int coded(Matcher code) {
        if (code.group(4) != null) {
            return code.group(4).charAt(0) & 0x1f;
        }
        for (int form = 1; form <= 3; form++) {
            if (code.group(form) != null) {
                return whole(Integer.parseInt(code.group(form), 16));
            }
        }
        return 0;
    }

    /** Two escapes may be the two halves of one character. */
    private int whole(int character) {
        if (character > Character.MAX_CODE_POINT) {
            throw new Untranslatable();
        }
        if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
            return character;
        }
        Matcher second = CODE.matcher(ecma).region(end, ecma.length());
        if (!Character.isHighSurrogate((char) character) || !second.lookingAt() || second.group(2) == null) {
            throw new Untranslatable();
        }
        char low = (char) Integer.parseInt(second.group(2), 16);
        end = second.end();
        return mustBe(Character.isLowSurrogate(low), Character.toCodePoint((char) character, low));
    }

    static int codePoint(String text, int at) {
        int codePoint = text.codePointAt(at);
        return mustBe(codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE, codePoint);
    }

    static String quoted(int codePoint) {
        return Character.isLetterOrDigit(codePoint) && codePoint < 0x80
                ? Character.toString(codePoint)
                : "\\x{" + Integer.toHexString(codePoint) + "}";
    }
}
