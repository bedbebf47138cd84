package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Toolset;
import java.util.Collections;
import java.util.List;

/**
 * Tells the calls of tools in a model's text from the rest, delta by delta, wherever the deltas are cut, in all
 * {@link Dialects}.
 *
 * <p>Text before the first call is passed on at once. Held back is only what may become a call, up to a bound, and white
 * space, which is dropped before a call. What turns out to be no call, or a call of a tool that is not offered, is text
 * like any other. A mark beside the name of an offered tool that cannot be read is neither: it is complained of. Text
 * after the first call is dropped: OpenAI's clients want all text before the calls, and what models write there is mostly
 * an invented result. What counts as shown and not as meant: see {@link Markdown} and {@link Tentative}.
 *
 * <p>It takes time in proportion to the text, and no text makes it fail. Not safe for several threads.
 */
public final class ToolCallReader {

    /** Up to here a call is looked at again whenever it has grown by a sixteenth, from here on by a quarter. */
    private static final int SHORT = 512;

    private static final String TOO_LONG = "A call is too long";

    private final ToolCallLimits limits;
    private final boolean idle;
    private final boolean takingOut;
    private final ToolNames names;
    private final Findings found;
    private final Markdown markdown = new Markdown();
    private final LeadingWords lead = new LeadingWords();
    private final HeldText held = new HeldText();
    private Tentative tentative;
    private int needed;
    private int lineEnds;
    private boolean started;
    private boolean behindCall;
    private boolean inData;

    /** @param tools what may be called; with none, all text is passed on as it comes */
    public ToolCallReader(Toolset tools) {
        this(tools, ToolCallLimits.DEFAULTS);
    }

    /**
     * @param tools what may be called; with none, all text is passed on as it comes
     * @param limits the bounds of one answer
     */
    public ToolCallReader(Toolset tools, ToolCallLimits limits) {
        this(tools, limits, false);
    }

    /** One that takes all calls out of a text, the text after them being text, too. */
    public static ToolCallReader takingOut(Toolset tools, ToolCallLimits limits) {
        return new ToolCallReader(tools, limits, true);
    }

    private ToolCallReader(Toolset tools, ToolCallLimits limits, boolean takingOut) {
        this.takingOut = takingOut;
        this.limits = limits;
        this.found = new Findings(limits.mostCalls(), tools.parallel());
        this.idle = tools.isEmpty();
        this.names = new ToolNames(tools);
    }

    /**
     * Takes the next delta and gives the text that may be passed on now.
     *
     * @return perhaps empty
     */
    public String pass(String delta) {
        if (idle) {
            return delta;
        }
        // never more than a piece beyond the bound, for deltas of any size
        for (int from = 0; from < delta.length(); from += limits.mostHeld()) {
            held.append(delta, from, Math.min(delta.length(), from + limits.mostHeld()));
            read(false);
            if (held.length() >= limits.mostHeld()) {
                giveUp();
            }
        }
        return drained();
    }

    /**
     * Says that the text is over and gives what was held back and is no call. A call whose closing mark is missing
     * counts; one whose arguments break off is complained of.
     *
     * @return perhaps empty
     */
    public String rest() {
        read(true);
        if (tentative != null) {
            judge(tentative.atEnd());
        }
        held.releaseAll();
        return drained();
    }

    /** The calls so far, in their order; only the first when several at once are not wanted. */
    public List<ToolCall> calls() {
        return Collections.unmodifiableList(found.calls());
    }

    /**
     * Why a call that was meant cannot be read, in a sentence for the model, or null. Then the answer must not be used
     * as it is: the model has to write its calls again.
     */
    public String complaint() {
        return found.complaint();
    }

    /**
     * Why the calls may not say what was meant although they can be read, in a sentence for the model, or null. It is
     * worth asking the model once; if it says the same again, the calls stand as they are.
     */
    public String doubt() {
        return found.doubt();
    }

    /** True while the text so far ends within what may be a call. */
    public boolean reading() {
        return held.more();
    }

    /** True when nothing that follows can change anything, so that the rest need not be waited for. */
    public boolean complete() {
        return !takingOut && found.complete();
    }

    private void read(boolean whole) {
        boolean decided = true;
        while (decided && held.more()) {
            char c = held.next();
            if (Character.isWhitespace(c)) {
                space(c);
            } else if (markdown.inRun(c)) {
                text(c);
            } else {
                decided = mark(c, whole);
            }
        }
    }

    private void space(char c) {
        lead.see(c);
        markdown.see(c);
        held.space();
        lineEnds += c == '\n' ? 1 : 0;
        inData &= lineEnds < 2;
    }

    /** @return false when it depends on what follows */
    private boolean mark(char c, boolean whole) {
        if (c != '<' && judged(c)) {
            return true;
        }
        if (!mayStart(c)) {
            text(c);
            return true;
        }
        if (!whole && held.unread() < needed) {
            return false;
        }
        try {
            if (!skippedEnd(c, whole) && !judged(c)) {
                take(c, reading(whole));
            }
            needed = 0;
            return true;
        } catch (UndecidedException undecided) {
            int length = held.unread();
            needed = length + 1 + (length < SHORT ? length / 16 : length / 4);
            return false;
        }
    }

    private boolean mayStart(char c) {
        return switch (c) {
            case '<' -> true;
            case '[', '{' -> !complete();
            case '`', 'A', 'a', '*', 'C', 'c', 'F', 'f', 'T', 't' -> !complete() && markdown.startsLine();
            default -> !complete() && markdown.startsLine() && names.mayStart(c);
        };
    }

    /** Steps over a tag that ends a call that was read. */
    private boolean skippedEnd(char c, boolean whole) {
        if (!behindCall || c != '<') {
            return false;
        }
        Cursor cursor = held.cursor(whole);
        Tag tag = Tag.read(cursor);
        boolean end = tag != null && tag.ends();
        if (end) {
            held.skipTo(cursor.at());
            if (tentative == null) {
                held.pass(isText());
                held.drop();
            }
        }
        return end;
    }

    private Reading reading(boolean whole) {
        Markdown.Place place = markdown.place();
        if (place == Markdown.Place.SHOWN || complete()) {
            return null;
        }
        boolean plain = place == Markdown.Place.PLAIN;
        boolean bare = plain ? markdown.startsLine() && !inData : tentative != null && tentative.bare();
        return Dialects.read(held.cursor(whole), new Scope(names, plain && markdown.startsLine(), bare));
    }

    private void take(char c, Reading reading) {
        if (reading == null) {
            text(c);
        } else if (reading.isText()) {
            inData |= c == '{' || c == '[';
            textTo(reading.end());
        } else if (markdown.place() == Markdown.Place.PLAIN) {
            markdown.closeFence();
            judged(c);
            held.skipTo(reading.end());
            accept(reading);
        } else {
            tentative = tentative == null ? new Tentative(markdown, !started, false, markdown.place()) : tentative;
            tentative.add(reading, c != '<');
            held.skipTo(reading.end());
            behindCall = true;
            started = true;
        }
    }

    /** Makes text of what is held, at least one character. */
    private void textTo(int end) {
        do {
            char c = held.next();
            if (Character.isWhitespace(c)) {
                space(c);
            } else {
                text(c);
            }
        } while (held.at() < end);
    }

    private void text(char c) {
        if ((c == '`' || c == '~') && tentative == null && startsBlock()) {
            tentative = new Tentative(markdown, !started, started && !lead.introducesExample(), null);
        }
        lead.see(c);
        markdown.see(c);
        held.text();
        started = true;
        behindCall &= !found.isEmpty() && !takingOut;
        lineEnds = 0;
        if (tentative == null) {
            held.release();
        } else {
            judge(tentative.text(c));
        }
    }

    /** True when a fence may start here. */
    private boolean startsBlock() {
        return found.isEmpty() && markdown.startsLine() && markdown.place() == Markdown.Place.PLAIN;
    }

    /** True when what was tentative is so no longer. */
    private boolean judged(char c) {
        if (tentative == null) {
            return false;
        }
        judge(tentative.before(c));
        return tentative == null;
    }

    private void judge(Tentative.Verdict verdict) {
        if (verdict == Tentative.Verdict.OPEN) {
            return;
        }
        Tentative judged = tentative;
        tentative = null;
        if (verdict == Tentative.Verdict.MEANT) {
            accept(judged.reading());
        } else {
            held.release();
        }
    }

    /** All that is held, up to here, is calls. */
    private void accept(Reading reading) {
        held.pass(isText());
        held.drop();
        found.add(reading);
        behindCall = true;
        started = true;
    }

    /** Too much is held: what cannot be decided by now is no call. */
    private void giveUp() {
        tentative = null;
        held.pass(isText());
        if (held.more()) {
            Reading reading = reading(true);
            if (reading != null && !reading.isText()) {
                found.complain(reading.complaint() == null ? TOO_LONG : reading.complaint());
            }
            textTo(reading == null ? 0 : reading.end());
            needed = 0;
            read(false);
        }
        held.releaseAll();
    }

    /** True when text is part of the answer: before the first call. */
    private boolean isText() {
        return takingOut || found.isEmpty();
    }

    private String drained() {
        held.pass(isText());
        return held.drained();
    }
}
