package io.ondemand2api.core.answer;

import io.ondemand2api.core.Conversation;
import java.util.List;

/**
 * Drops the special token with which some models end their turn, when it comes as text at the very end of an answer.
 * Anywhere else it stays: there a model speaks of it. Not safe for several threads.
 */
final class EndMarks {

    private static final List<String> MARKS = List.of(
            "<|im_end|>",
            "<|eot_id|>",
            "<|eom_id|>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|end_of_turn|>",
            "<end_of_turn>",
            "<｜end▁of▁sentence｜>");

    private static final int MAX_HELD = 64;

    private final Conversation conversation;
    private final StringBuilder held = new StringBuilder();
    private boolean words;
    // null until it matters: to look through a long conversation for each takes its time
    private Boolean spokenOf;

    /** @param conversation one that speaks of such a token may be answered with it */
    EndMarks(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Takes the next text and gives what may be passed on now. */
    String pass(String text) {
        if (held.isEmpty() && (text.indexOf('<') < 0 || spokenOf())) {
            words |= !text.isBlank();
            return text;
        }
        held.append(text);
        int at = 0;
        while (at < held.length() && !mayEnd(at)) {
            words |= !Character.isWhitespace(held.charAt(at));
            at++;
        }
        String passed = held.substring(0, at);
        held.delete(0, at);
        return passed;
    }

    private boolean spokenOf() {
        if (spokenOf == null) {
            spokenOf = MARKS.stream().anyMatch(mark -> conversation.mentions(mark.substring(1, mark.length() - 1)));
        }
        return spokenOf;
    }

    /** True when all that stands from here on may be such a token, with white space behind it. */
    private boolean mayEnd(int at) {
        if (held.charAt(at) != '<' || held.length() - at > MAX_HELD) {
            return false;
        }
        String rest = held.substring(at);
        return MARKS.stream()
                .anyMatch(mark -> mark.startsWith(rest)
                        || rest.startsWith(mark)
                                && rest.substring(mark.length()).isBlank());
    }

    /** The answer has ended: gives what was held back and is no such token, or is all that was said. */
    String rest() {
        String rest = held.toString();
        held.setLength(0);
        return words && MARKS.contains(rest.strip()) ? "" : rest;
    }
}
