package io.ondemand2api.core.answer;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads channels whose special tokens were lost on the way, so that their names stand glued to the words: Harmony's
 * {@code analysisThe user asks….assistantfinalHello}, and Functionary's {@code >>>all} before the words. The former count
 * only together: what starts like it, and has no second name, is words. Not safe for several threads.
 */
final class StrippedChannels {

    private static final String ANALYSIS = "analysis";
    private static final String ALL = ">>>all\n";
    private static final int MAX_SPACE = 512;
    private static final Pattern FIRST = Pattern.compile("\\s*analysis(?:: ?|(?=[\\p{Lu}\"'(]))");
    private static final Pattern NEXT = Pattern.compile(
            "(?<! )(?:<\\|end\\|>)?(?:<\\|start\\|>)?assistant(?:(final)|(analysis)|commentary(?= ?to=|[^ ]))");
    private static final int COMMENTARY = "assistantcommentary".length();
    private static final int LONGEST = "<|end|><|start|>assistantcommentary to=".length();

    private final Consumer<String> words;
    private final Consumer<String> thinking;
    private final int mostHeld;
    private final StringBuilder held = new StringBuilder();
    private boolean passing;
    /** Where the present thought starts, or -1 while it is not known whether one does. */
    private int thought = -1;

    private boolean certain;
    private int scanned;

    /**
     * @param words takes the words
     * @param thinking takes the thinking
     * @param mostHeld the most that is held to see whether a second name comes
     */
    StrippedChannels(Consumer<String> words, Consumer<String> thinking, int mostHeld) {
        this.words = words;
        this.thinking = thinking;
        this.mostHeld = mostHeld;
    }

    /** Takes the next words. */
    void pass(String delta) {
        if (passing) {
            words.accept(delta);
            return;
        }
        held.append(delta);
        read(false);
    }

    /** The model has said all. */
    void end() {
        if (!passing) {
            read(true);
        }
        if (!passing) {
            giveUp();
        }
    }

    private void read(boolean ended) {
        if (thought < 0 && !starts(ended)) {
            return;
        }
        Matcher next = NEXT.matcher(held);
        while (next.find(Math.max(scanned, thought))) {
            if (!ended && held.length() - next.start() < LONGEST) {
                return;
            }
            think(next.start());
            if (next.group(2) == null) {
                words(next.group(1) == null ? next.end() - COMMENTARY : next.end());
                return;
            }
            thought = next.end();
        }
        scanned = held.length() - LONGEST;
        if (held.length() > mostHeld) {
            giveUp();
        }
    }

    /** True once the first name is read; what starts otherwise passes. */
    private boolean starts(boolean ended) {
        String start = held.toString().stripLeading();
        boolean open = ANALYSIS.startsWith(start) || ALL.startsWith(start) || start.equals(ANALYSIS + ":");
        if (open && !ended && held.length() < MAX_SPACE) {
            return false;
        }
        Matcher first = FIRST.matcher(held);
        if (first.lookingAt()) {
            thought = first.end();
            return true;
        }
        words(start.startsWith(ALL) ? held.indexOf(ALL) + ALL.length() : 0);
        return false;
    }

    private void think(int end) {
        certain = true;
        String text = held.substring(thought, end).strip();
        if (!text.isEmpty()) {
            thinking.accept(text);
        }
    }

    /** No further name comes: without a second one, all was words. */
    private void giveUp() {
        if (certain) {
            think(held.length());
            words(held.length());
        } else {
            words(0);
        }
    }

    /** From this index on, all is words. */
    private void words(int from) {
        passing = true;
        if (from < held.length()) {
            words.accept(held.substring(from));
        }
        held.setLength(0);
    }
}
