package io.ondemand2api.core.toolcall;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as models write them: with a plus before them, or without a digit before or after the point. */
final class LooseNumber {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern LOOSE_NUMBER = Pattern.compile("\\+?(-?(?:0|[1-9]\\d*)?)(\\.\\d*)?([eE][+-]?\\d+)?");

    private LooseNumber() {}

    /** The number as JSON writes it, the word itself where that is JSON; null when it is no number. */
    static String json(String word) {
        if (NUMBER.matcher(word).matches()) {
            return word;
        }
        Matcher loose = LOOSE_NUMBER.matcher(word);
        if (!loose.matches() || word.chars().noneMatch(Character::isDigit)) {
            return null;
        }
        String whole = loose.group(1).isEmpty() || loose.group(1).equals("-") ? loose.group(1) + "0" : loose.group(1);
        String part = loose.group(2) == null ? "" : loose.group(2).equals(".") ? ".0" : loose.group(2);
        return whole + part + (loose.group(3) == null ? "" : loose.group(3));
    }
}
