package io.ondemand2api.core.answer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags between which models write their thinking into their words: XML tags in any letter case, with a name space or
 * attributes, and the marks of a few families. Per delta only {@link #near} is called, which looks at each
 * character once.
 */
public final class ThinkingTags {

    /** Far longer than any tag that a model writes. */
    private static final int MAX_ATTRIBUTES = 200;

    private static final String NAMES = "think|thinking|thoughts?|reasoning";
    private static final String XML = "[ \\t]*(?:(?:seed|antml|mm):)?(" + NAMES + ")";
    private static final String XML_END = "(?:\\s[^<>]{0," + MAX_ATTRIBUTES + "})?/?>";

    private static final Pattern OPENING = pattern("<" + XML + XML_END + "|\\[(THINK)]|\u25c1(think)\u25b7"
            + "|<\\|(START_THINKING|begin_of_thought|begin_of_thinking)\\|>|<\\|(channel)>[ \\t]*thought\\b");
    private static final Pattern CLOSING = pattern("<[ \\t]*//?" + XML + XML_END + "|\\[/(THINK)]|\u25c1/(think)\u25b7"
            + "|<\\|(END_THINKING|end_of_thought|end_of_thinking)\\|>|<(channel)\\|>");

    private ThinkingTags() {}

    /**
     * What stands at a place of a text.
     *
     * @param name the tag's name in lower case, or null when there is no tag
     * @param opens true for an opening tag, false for a closing one
     * @param empty true when it is both
     * @param end where the tag ends
     * @param partial true when more text could make a tag of it
     */
    record Found(String name, boolean opens, boolean empty, int end, boolean partial) {

        boolean tag() {
            return name != null;
        }
    }

    private static final Found NOTHING = new Found(null, false, false, 0, false);
    private static final Found PARTIAL = new Found(null, false, false, 0, true);

    private static Pattern pattern(String expression) {
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
    }

    /** The first place from here on where a tag may start, or -1. */
    static int near(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (mayStart(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    static boolean mayStart(char c) {
        return c == '<' || c == '[' || c == '\u25c1';
    }

    /** The tag at this place, if one is there. */
    static Found any(CharSequence text, int at) {
        Found opening = found(OPENING, true, text, at);
        if (opening.tag()) {
            return opening;
        }
        Found closing = found(CLOSING, false, text, at);
        return closing.tag() || closing.partial() ? closing : opening;
    }

    private static Found found(Pattern tag, boolean opens, CharSequence text, int at) {
        Matcher matcher = tag.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return matcher.hitEnd() ? PARTIAL : NOTHING;
        }
        String name = null;
        for (int group = 1; group <= matcher.groupCount() && name == null; group++) {
            name = matcher.group(group);
        }
        boolean empty = opens && text.charAt(matcher.end() - 2) == '/';
        return new Found(canonical(name), opens, empty, matcher.end(), false);
    }

    /** Where the white space that starts here ends. */
    public static int space(CharSequence text, int from, int to) {
        int at = from;
        while (at < to && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** A byte order mark is white space, too. */
    public static boolean isSpace(char c) {
        return Character.isWhitespace(c) || c == '\uFEFF' || c == '\u200B' || c == '\u00A0';
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("start_") || lower.startsWith("begin_") || lower.startsWith("end_")
                ? lower.substring(lower.indexOf('_') + 1)
                : lower;
    }
}
