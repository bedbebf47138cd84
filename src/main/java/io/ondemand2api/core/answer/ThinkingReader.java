package io.ondemand2api.core.answer;

import java.util.function.Predicate;

/**
 * Tells thinking that a model writes into its words from the words themselves, wherever the deltas are cut.
 *
 * <ul>
 *   <li>A tag at the start of the answer, or right after a block of thinking, starts a block: see {@link ThinkingBlock}.
 *       One that is never closed is thinking to the end.
 *   <li>A closing tag without an opening one is dropped, unless it is only mentioned; {@link Output} is told that the
 *       words before it were thinking. Whether they have left already is its business: waiting for such a tag would
 *       delay every answer.
 *   <li>Later in the answer a tag is text, as in an article about tags, except where tools can be called: there a tag
 *       starts a block at the start of a line, or within a line if its end comes, too.
 *   <li>In code and within a call nothing is a tag, nor is one whose name the caller mentioned.
 * </ul>
 *
 * Not safe for several threads.
 */
final class ThinkingReader {

    private static final String QUOTES = "\"'`(\u201c\u2018\u00ab";

    private enum State {
        START,
        BLOCK,
        PERHAPS_BLOCK,
        WORDS
    }

    /** Takes what was read, in its order. */
    interface Output {

        /** Text of the thinking, never empty. */
        void thinking(String text);

        /** Text of the answer, never empty. */
        void words(String text);

        /** True while what follows the words so far belongs to a call, or to any other value in which a tag is data. */
        boolean insideCall();

        /** The words so far were thinking after all, so that a call in them is none. */
        void wordsWereThinking();
    }

    private final Output out;
    private final boolean later;
    private final Predicate<String> literal;
    private final int mostHeld;
    private final StringBuilder held = new StringBuilder();
    private CodeSpans code = new CodeSpans();
    private State state = State.START;
    private ThinkingBlock block;
    private boolean afterBlock;
    private boolean ended;
    private int scanned;
    private char last = '\n';

    /**
     * @param out takes what was read
     * @param later true when a block may start later in the answer, too
     * @param literal tells the names of tags that the caller asked for: they are text
     * @param mostHeld the most that is held to see whether a closing tag comes; a longer text without one is words
     */
    ThinkingReader(Output out, boolean later, Predicate<String> literal, int mostHeld) {
        this.out = out;
        this.later = later;
        this.literal = literal;
        this.mostHeld = mostHeld;
    }

    /** Takes the model's next words. */
    void pass(String delta) {
        if (state == State.WORDS && held.isEmpty() && ThinkingTags.near(delta, 0) < 0) {
            words(delta);
            return;
        }
        held.append(delta);
        read();
    }

    /** The model has said all. */
    void end() {
        ended = true;
        read();
    }

    /** True within a block of thinking; after {@link #end()}, when its closing tag never came. */
    boolean open() {
        return state == State.BLOCK;
    }

    private void read() {
        boolean more = true;
        while (more) {
            more = switch (state) {
                case START -> start();
                case BLOCK -> block();
                case PERHAPS_BLOCK -> perhapsBlock();
                case WORDS -> words();
            };
        }
    }

    private boolean start() {
        int at = ThinkingTags.space(held, 0, held.length());
        if (at == held.length()) {
            if (ended && !afterBlock) {
                words(take(at));
            }
            return false;
        }
        ThinkingTags.Found tag = ThinkingTags.any(held, at);
        if (tag.partial() && !ended) {
            return false;
        }
        if (isTag(tag)) {
            begin(tag);
            return true;
        }
        if (afterBlock) {
            held.delete(0, at);
        }
        state = State.WORDS;
        return true;
    }

    private boolean isTag(ThinkingTags.Found tag) {
        return tag.tag() && !literal.test(tag.name());
    }

    /** Goes on behind a tag: in its block, or after it when it closes one. */
    private void begin(ThinkingTags.Found tag) {
        held.delete(0, tag.end());
        if (tag.opens() && !tag.empty()) {
            state = State.BLOCK;
            block = new ThinkingBlock(tag.name(), mostHeld, out::thinking);
        } else {
            state = State.START;
            afterBlock = true;
        }
        code = new CodeSpans();
        last = '\n';
    }

    private boolean block() {
        if (!block.read(held, ended)) {
            return false;
        }
        state = State.START;
        afterBlock = true;
        return true;
    }

    /** A tag within a line, with which the held text starts: a block if it is closed, else words. */
    private boolean perhapsBlock() {
        int end = ThinkingTags.any(held, 0).end();
        for (int at = ThinkingTags.near(held, Math.max(scanned, end)); at >= 0; at = ThinkingTags.near(held, at + 1)) {
            ThinkingTags.Found tag = ThinkingTags.any(held, at);
            scanned = at;
            if (isTag(tag) && !tag.opens()) {
                begin(ThinkingTags.any(held, 0));
                return true;
            }
            if (tag.partial() && !ended && held.length() <= mostHeld) {
                return false;
            }
        }
        scanned = held.length();
        return over() && leaveAsWords(end);
    }

    private boolean leaveAsWords(int end) {
        state = State.WORDS;
        words(take(end));
        return true;
    }

    private boolean over() {
        return ended || held.length() > mostHeld;
    }

    /** True while it takes the next delta to tell what the tag is. */
    private boolean undecided(ThinkingTags.Found tag) {
        return !ended && (tag.partial() || tag.tag() && !tag.opens() && tag.end() == held.length());
    }

    /** A tag that is spoken of: it follows a blank or an opening quotation mark, and the line goes on after it. */
    private boolean mentioned(int at, ThinkingTags.Found tag) {
        char before = at > 0 ? held.charAt(at - 1) : last;
        char after = tag.end() < held.length() ? held.charAt(tag.end()) : '\n';
        boolean apart = before == ' ' || before == '\t' || QUOTES.indexOf(before) >= 0;
        return apart && after != '\n' && after != '\r';
    }

    private boolean words() {
        int at = ThinkingTags.near(held, 0);
        if (at < 0) {
            words(take(held.length()));
            return false;
        }
        words(take(at));
        ThinkingTags.Found tag = ThinkingTags.any(held, 0);
        if (undecided(tag)) {
            return false;
        }
        if (!isTag(tag) || code.inside() || out.insideCall() || tag.opens() && !later) {
            words(take(tag.tag() ? tag.end() : 1));
        } else if (!tag.opens()) {
            closing(tag);
        } else if (code.startsLine()) {
            begin(tag);
        } else if (QUOTES.indexOf(last) >= 0) {
            words(take(tag.end()));
        } else {
            state = State.PERHAPS_BLOCK;
            scanned = 0;
        }
        return true;
    }

    private void closing(ThinkingTags.Found tag) {
        if (mentioned(0, tag)) {
            words(take(tag.end()));
            return;
        }
        out.wordsWereThinking();
        // words before it may stay words: the white space after it parts the answer from them
        held.delete(0, tag.end());
        code = new CodeSpans();
        last = '\n';
    }

    private String take(int end) {
        String text = held.substring(0, end);
        held.delete(0, end);
        return text;
    }

    private void words(String text) {
        if (!text.isEmpty()) {
            code.see(text);
            last = text.charAt(text.length() - 1);
            out.words(text);
        }
    }
}
