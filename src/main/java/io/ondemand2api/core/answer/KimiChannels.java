package io.ondemand2api.core.answer;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the channels of Kimi K3, whose tags consist of three tokens: {@code <|open|>think<|sep|>} and its end become tags
 * of thinking, {@code response} and {@code message} are left out, {@code tools} is left to the reader of calls. Tags
 * open where an answer starts, or right behind another one; elsewhere they are spoken of, and stay. Not safe for several
 * threads.
 */
final class KimiChannels {

    private static final Pattern MARK = Pattern.compile(
            "<\\|(open|close)\\|>[ \\t]{0,4}(think|response|message)[ \\t]{0,4}<\\|sep\\|>|<\\|end_of_msg\\|>");
    private static final String QUOTES = "\"'`“‘«";

    private final Consumer<String> words;
    private final StringBuilder held = new StringBuilder();
    private boolean behindMark = true;
    private boolean framed;
    private char last = '\n';

    /** @param words takes what is left */
    KimiChannels(Consumer<String> words) {
        this.words = words;
    }

    /** Takes the next words. */
    void pass(String delta) {
        if (held.isEmpty() && delta.indexOf('<') < 0) {
            give(delta);
            return;
        }
        held.append(delta);
        read(false);
    }

    /** The model has said all. */
    void end() {
        read(true);
    }

    private void read(boolean ended) {
        int from = 0;
        int at = held.indexOf("<");
        while (at >= 0) {
            Matcher mark = MARK.matcher(held).region(at, held.length());
            if (mark.lookingAt()) {
                give(held.substring(from, at));
                from = counts(mark) ? mark.end() : at;
                at = held.indexOf("<", mark.end());
            } else if (mark.hitEnd() && !ended) {
                break;
            } else {
                at = held.indexOf("<", at + 1);
            }
        }
        int to = at < 0 ? held.length() : Math.max(from, at);
        give(held.substring(from, to));
        held.delete(0, to);
    }

    private boolean counts(Matcher mark) {
        boolean think = "think".equals(mark.group(2));
        boolean opens = "open".equals(mark.group(1));
        boolean counts = opens ? behindMark : think ? QUOTES.indexOf(last) < 0 : framed;
        if (counts) {
            if (think) {
                give(opens ? "<think>" : "</think>");
            }
            framed = true;
            behindMark = true;
        }
        return counts;
    }

    private void give(String text) {
        if (text.isEmpty()) {
            return;
        }
        behindMark &= text.isBlank();
        last = text.charAt(text.length() - 1);
        words.accept(text);
    }
}
