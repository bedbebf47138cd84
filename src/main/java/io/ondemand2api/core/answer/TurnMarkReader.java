package io.ondemand2api.core.answer;

import io.ondemand2api.core.Turn;
import io.ondemand2api.core.prompt.Transcript;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the marks of {@link Transcript} out of an answer, wherever the deltas are cut. A mark of the assistant's own
 * turn, which models echo, is dropped with the white space after it. A mark of another role begins a turn that the
 * model invents: the answer ended before it, but for thinking, in which the mark alone is dropped. Marks of other
 * queries of the same session count, too, so they are known by their form; a mark whose boundary stands in the
 * conversation is text, since no transcript would have used it. Not safe for several threads.
 */
public final class TurnMarkReader {

    /** Names of tools and users and ids of calls, with some room. */
    private static final int MAX_LABEL = 256;

    private static final Pattern MARK = Pattern.compile(
            "={3,}[ \\t]*(assistant|user|tool|system|developer|role)"
                    + "(?:[ \\t]\\([^\\n]{0," + MAX_LABEL + "}\\))?(?:[ \\t]for[ \\t]call[ \\t][^\\n]{1,"
                    + MAX_LABEL + "}?)?"
                    + "[ \\t]+([0-9a-fA-F]{" + Transcript.BOUNDARY_LENGTH + "})(?![0-9a-fA-F])(?:[ \\t]*={1,})?",
            Pattern.CASE_INSENSITIVE);

    /** What is left of a mark when the text ends within it. */
    private static final Pattern BROKEN_MARK =
            Pattern.compile("={3,}[ \\t]*(?:assistant|user|tool)\\b[^\\n]*[0-9a-f]{6,}" + "[ \\t]*={0,2}");

    private final List<Turn> turns;
    private final Consumer<String> out;
    private final BooleanSupplier thinking;
    private final StringBuilder held = new StringBuilder();
    private boolean skipping;
    private boolean spoke;
    private boolean over;

    /**
     * @param turns what was said so far
     * @param out takes the text without marks
     * @param thinking true while the text so far ends within thinking
     */
    TurnMarkReader(List<Turn> turns, Consumer<String> out, BooleanSupplier thinking) {
        this.turns = turns;
        this.out = out;
        this.thinking = thinking;
    }

    /** Takes the model's next words. */
    void pass(String delta) {
        if (over || delta.isEmpty()) {
            return;
        }
        boolean plain = held.isEmpty() && !skipping && delta.indexOf('=') < 0;
        if (plain && beforeLineBreaks(delta, delta.length()) == delta.length()) {
            spoke = true;
            out.accept(delta);
            return;
        }
        held.append(delta);
        read(false);
    }

    /** The model has said all. */
    void end() {
        if (!over) {
            read(true);
        }
    }

    /** True once the model went on with another's turn: nothing that follows belongs to the answer. */
    boolean over() {
        return over;
    }

    private void read(boolean ended) {
        int from = 0;
        for (int at = held.indexOf("="); at >= 0 && !over; at = held.indexOf("=", from)) {
            Matcher mark = MARK.matcher(held).region(at, held.length());
            boolean found = mark.lookingAt() && !quoted(mark.group(2));
            if (mark.hitEnd() && !ended) {
                give(beforeLineBreaks(held, at));
                return;
            }
            if (found) {
                take(at, mark.end(), mark.group(1));
                from = 0;
            } else if (ended
                    && BROKEN_MARK.matcher(held).region(at, held.length()).matches()) {
                held.setLength(beforeLineBreaks(held, at));
            } else {
                from = endOfRun(at);
            }
        }
        if (!over) {
            give(ended ? held.length() : beforeLineBreaks(held, held.length()));
        }
    }

    private void take(int at, int end, String speaker) {
        int space = beforeLineBreaks(held, at);
        give(space);
        boolean own = speaker.equalsIgnoreCase("assistant") || speaker.equalsIgnoreCase("role");
        if (!own && !thinking.getAsBoolean()) {
            over = true;
            held.setLength(0);
            return;
        }
        if (spoke) {
            give(at - space);
        }
        held.delete(0, end - (spoke ? at : space));
        skipping = true;
    }

    private boolean quoted(String boundary) {
        return turns.stream().anyMatch(turn -> Transcript.mentions(turn, boundary));
    }

    private int endOfRun(int at) {
        int end = at;
        while (end < held.length() && held.charAt(end) == '=') {
            end++;
        }
        return end;
    }

    /** Where the white space that ends here starts with a line break, since a mark may follow it. */
    private static int beforeLineBreaks(CharSequence text, int end) {
        int start = end;
        int at = end;
        while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
            start = text.charAt(at) == '\n' || text.charAt(at) == '\r' ? at : start;
        }
        return start;
    }

    private void give(int end) {
        int from = skipping ? ThinkingTags.space(held, 0, end) : 0;
        if (end > from) {
            skipping = false;
            spoke = true;
            out.accept(held.substring(from, end));
        }
        held.delete(0, end);
    }
}
