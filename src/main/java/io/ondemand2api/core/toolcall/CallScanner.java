package io.ondemand2api.core.toolcall;

/**
 * Goes through the held text of an answer character by character, and decides of each whether it is text or part of a
 * call. Not safe for several threads.
 */
final class CallScanner {

    private static final String TOO_LONG = "A call is too long";

    private final ToolNames names;
    private final HeldText held;
    private final Findings found;
    private final boolean takingOut;
    private final Markdown markdown = new Markdown();
    private final LeadingWords lead = new LeadingWords();
    private final NextLook look = new NextLook();
    private Tentative tentative;
    private int lineEnds;
    private boolean started;
    private boolean behindCall;
    private boolean inData;

    /**
     * @param names of the tools that may be called
     * @param held the text, of which it releases what is decided
     * @param found gets the calls
     * @param takingOut true when text after a call is part of the answer, too
     */
    CallScanner(ToolNames names, HeldText held, Findings found, boolean takingOut) {
        this.names = names;
        this.held = held;
        this.found = found;
        this.takingOut = takingOut;
    }

    /**
     * Reads on until it depends on what follows.
     *
     * @param whole true when nothing follows
     */
    void read(boolean whole) {
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
        if (c != '<' && decided(c)) {
            return true;
        }
        if (!mayStart(c)) {
            text(c);
            return true;
        }
        if (!whole && look.tooEarly(held.unread())) {
            return false;
        }
        try {
            if (!skippedEnd(c, whole) && !decided(c)) {
                take(c, reading(whole));
            }
            look.atOnce();
            return true;
        } catch (UndecidedException undecided) {
            look.after(held.unread());
            return false;
        }
    }

    private boolean mayStart(char c) {
        boolean lineStart = markdown.startsLine();
        return c == '<'
                || !complete()
                        && (Dialects.mayStart(held, lineStart, markdown.last()) || lineStart && names.mayStart(c));
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
        Reading reading = Dialects.read(held.cursor(whole), new Scope(names, plain && markdown.startsLine(), bare));
        // only what can be taken out as a call is no text
        boolean unreadable = takingOut && reading != null && reading.calls().isEmpty();
        return unreadable ? Reading.text(reading.end()) : reading;
    }

    private void take(char c, Reading reading) {
        if (reading == null) {
            text(c);
        } else if (reading.isText()) {
            inData |= c == '{' || c == '[';
            textTo(reading.end());
        } else if (markdown.place() == Markdown.Place.PLAIN) {
            markdown.closeFence();
            decided(c);
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
            decide(tentative.text(c));
        }
    }

    /** True when a fence may start here. */
    private boolean startsBlock() {
        return found.isEmpty() && markdown.startsLine() && markdown.place() == Markdown.Place.PLAIN;
    }

    /** True when what was tentative is so no longer. */
    private boolean decided(char c) {
        if (tentative == null) {
            return false;
        }
        decide(tentative.before(c));
        return tentative == null;
    }

    private void decide(Tentative.Decision decision) {
        if (decision == Tentative.Decision.OPEN) {
            return;
        }
        Tentative decided = tentative;
        tentative = null;
        if (decision == Tentative.Decision.MEANT) {
            accept(decided.reading());
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

    /** Reads the rest of a text that is over. */
    void end() {
        read(true);
        if (tentative != null) {
            decide(tentative.atEnd());
        }
        held.releaseAll();
    }

    /** Too much is held: what cannot be decided by now is no call. */
    void giveUp() {
        tentative = null;
        held.pass(isText());
        if (held.more()) {
            Reading reading = reading(true);
            if (reading != null && !reading.isText()) {
                found.addProblem(reading.problem() == null ? TOO_LONG : reading.problem());
            }
            textTo(reading == null ? 0 : reading.end());
            look.atOnce();
            read(false);
        }
        held.releaseAll();
    }

    /** True when text is part of the answer: before the first call. */
    boolean isText() {
        return takingOut || found.isEmpty();
    }

    /** True when nothing that follows can change anything. */
    boolean complete() {
        return !takingOut && found.complete();
    }
}
