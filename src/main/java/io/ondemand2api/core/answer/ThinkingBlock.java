package io.ondemand2api.core.answer;

import java.util.function.Consumer;

/**
 * One block of thinking, from behind its opening tag on. A closing tag of any of the names ends it, as models mix them
 * up, unless a block of that other name was opened within it. When its own opening tag was repeated within it, as a
 * block or as a word, the first closing tag may be the inner one: what follows is held until another one, which makes
 * it thinking, or the end, which makes it words. White space at its edges is dropped. Not safe for several
 * threads.
 */
final class ThinkingBlock {

    private final String name;
    private final int mostHeld;
    private final Consumer<String> thinking;
    private final StringBuilder space = new StringBuilder();
    private boolean begun;
    private char last = '\n';
    private int nested;
    private int nestedOthers;
    private int perhapsClosedAt = -1;
    private int scanned;

    /**
     * @param name the name of its opening tag
     * @param mostHeld the most characters to hold to see whether another closing tag comes
     * @param thinking takes what is in it
     */
    ThinkingBlock(String name, int mostHeld, Consumer<String> thinking) {
        this.name = name;
        this.mostHeld = mostHeld;
        this.thinking = thinking;
    }

    /**
     * Takes what is in the block.
     *
     * @param held the text from where this block was read to; what belongs to it is removed
     * @param ended true when no more text comes
     * @return true when it is closed: then the text behind it is what is left
     */
    boolean read(StringBuilder held, boolean ended) {
        for (int at = ThinkingTags.near(held, scanned); at >= 0; at = ThinkingTags.near(held, scanned)) {
            scanned = at;
            ThinkingTags.Found tag = ThinkingTags.any(held, at);
            if (!ended && (tag.partial() || tag.tag() && mention(held, at) && tag.end() == held.length())) {
                return perhapsClosedAt >= 0 ? tooLong(held) : emit(held, at);
            }
            scanned = tag.tag() ? tag.end() : at + 1;
            if (tag.tag()
                    && !(mention(held, at) && (tag.opens() || after(held, tag) == '`'))
                    && closes(held, at, tag)) {
                return true;
            }
        }
        scanned = held.length();
        if (perhapsClosedAt >= 0) {
            return ended ? words(held) : tooLong(held);
        }
        return emit(held, held.length());
    }

    /** Takes a tag into account and tells whether it ends the block. */
    private boolean closes(StringBuilder held, int at, ThinkingTags.Found tag) {
        boolean own = tag.name().equals(name);
        if (tag.opens()) {
            nested += own ? 1 : 0;
            nestedOthers += own ? 0 : 1;
            return false;
        }
        if (!own && nestedOthers > 0) {
            nestedOthers--;
            return false;
        }
        if (nested > 0) {
            nested--;
            if (perhapsClosedAt < 0) {
                emit(held, at);
                perhapsClosedAt = tag.end() - at;
                scanned = perhapsClosedAt;
            }
            return false;
        }
        emit(held, at);
        held.delete(0, tag.end() - at);
        return true;
    }

    private boolean tooLong(StringBuilder held) {
        return held.length() > mostHeld && words(held);
    }

    private boolean words(StringBuilder held) {
        held.delete(0, perhapsClosedAt);
        return true;
    }

    private boolean mention(CharSequence held, int at) {
        return (at > 0 ? held.charAt(at - 1) : last) == '`';
    }

    private static char after(CharSequence held, ThinkingTags.Found tag) {
        return tag.end() < held.length() ? held.charAt(tag.end()) : '\n';
    }

    /** Gives the text up to here but for white space at its end, and says that the block goes on. */
    private boolean emit(StringBuilder held, int end) {
        if (end > 0) {
            last = held.charAt(end - 1);
            int from = begun ? 0 : ThinkingTags.space(held, 0, end);
            int to = end;
            while (to > from && ThinkingTags.isSpace(held.charAt(to - 1))) {
                to--;
            }
            if (to > from) {
                thinking.accept(space.append(held, from, to).toString());
                space.setLength(0);
                begun = true;
            }
            if (begun) {
                space.append(held, to, end);
            }
            held.delete(0, end);
            scanned -= end;
        }
        return false;
    }
}
