package io.ondemand2api.core.answer;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what matches a pattern in a text that comes in deltas. Where more text may make a match, or change one, the
 * text is held back until it is known; a match that deltas cut is found. Empty matches are left alone. Not safe for
 * several threads.
 */
public final class TextReplacement {

    /** No more than so many characters are held back: a longer match may be missed where deltas cut it. */
    public static final int MAX_MATCH = 256;

    /** So much of what has passed is seen by what looks behind, such as {@code \b}. */
    private static final int CONTEXT = 64;

    private final Pattern pattern;
    private final Function<MatchResult, String> replacement;
    private final StringBuilder text = new StringBuilder();
    private int pending;

    /**
     * @param replacement of each match, as {@link Matcher#replaceAll(Function)} takes it, with {@code $1} for a group
     */
    public TextReplacement(Pattern pattern, Function<MatchResult, String> replacement) {
        this.pattern = pattern;
        this.replacement = replacement;
    }

    /** Takes the next delta and gives what is certain by now, perhaps nothing. */
    public String pass(String delta) {
        text.append(delta);
        return replace(false);
    }

    /** The text has ended: gives what was held back. */
    public String rest() {
        return replace(true);
    }

    /** Forgets all text. */
    public void restart() {
        text.setLength(0);
        pending = 0;
    }

    private String replace(boolean last) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        int from = pending;
        while (from < text.length()) {
            boolean found = matcher.region(from, text.length()).find();
            int end = found ? matcher.start() : text.length();
            int open = last || !matcher.hitEnd() ? -1 : open(from, end);
            if (open >= 0) {
                out.append(text, from, open);
                from = open;
                break;
            }
            out.append(text, from, end);
            from = end;
            if (found && from < text.length()) {
                from = replaced(matcher.region(from, text.length()), out);
            }
        }
        int seen = Math.max(0, from - CONTEXT);
        text.delete(0, seen);
        pending = from - seen;
        return out.toString();
    }

    /** Where a match may begin that more text would make or change; -1 when there is no such place. */
    private int open(int from, int end) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int at = Math.max(from, text.length() - MAX_MATCH); at <= end && at < text.length(); at++) {
            boolean insideCharacter = at > from
                    && Character.isLowSurrogate(text.charAt(at))
                    && Character.isHighSurrogate(text.charAt(at - 1));
            if (insideCharacter) {
                continue;
            }
            matcher.region(at, text.length()).lookingAt();
            if (matcher.hitEnd()) {
                return at;
            }
        }
        return -1;
    }

    /** Writes the replacement of the match at the region's start; gives where the text goes on. */
    private int replaced(Matcher matcher, StringBuilder out) {
        if (!matcher.lookingAt() || matcher.end() == matcher.regionStart()) {
            // nothing is no match: the next character is text
            int from = matcher.regionStart();
            int next = text.offsetByCodePoints(from, 1);
            out.append(text, from, next);
            return next;
        }
        StringBuilder whole = new StringBuilder();
        matcher.appendReplacement(whole, replacement.apply(matcher));
        out.append(whole, matcher.start(), whole.length());
        return matcher.end();
    }
}
