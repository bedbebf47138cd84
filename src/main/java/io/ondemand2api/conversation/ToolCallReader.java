package io.ondemand2api.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells the calls of tools in a model's text from the rest, delta by delta, wherever the deltas are cut.
 *
 * <p>Text before the first call is passed on at once. Held back is only what may become a call (a mark, or an answer
 * that begins as JSON or as a fence), up to a bound, and white space, which is dropped before a call. What turns out to
 * be no call, or a call of a tool that is not offered, is text like any other. Text after the first call is dropped:
 * OpenAI's clients want all text before the calls, and what models write there is mostly an invented result. What counts
 * as an example and not as a call: see {@link Examples}.
 *
 * <p>Reads everything it taught and the dialects that models fall back to: {@link MarkedCall}, {@link WholeAnswerCall}.
 * It takes time in proportion to the text, and no text makes it fail. Not safe for several threads.
 */
public final class ToolCallReader {

    private static final int MOST_HELD = 1 << 20;

    /** As many as a request may offer tools; no model means more. */
    private static final int MOST_CALLS = 128;

    private final boolean parallel;
    private final boolean idle;
    private final CallParser parser;
    private final List<ToolCall> calls = new ArrayList<>();
    private final Examples examples = new Examples();
    private final StringBuilder held = new StringBuilder();
    private final StringBuilder passed = new StringBuilder();
    private Candidate candidate;
    private int seen;
    private boolean started;

    /** @param tools what may be called; with none, all text is passed on as it comes */
    public ToolCallReader(Toolset tools) {
        parallel = tools.parallel();
        idle = tools.isEmpty();
        parser = new CallParser(tools);
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
        for (int i = 0; i < delta.length(); i++) {
            take(delta.charAt(i));
        }
        return drained();
    }

    /**
     * Says that the text is over and gives what was held back and is no call. A call whose closing mark is missing
     * counts; one whose arguments break off does not.
     *
     * @return perhaps empty
     */
    public String rest() {
        if (candidate != null && candidate.end()) {
            accept();
        } else {
            release();
        }
        return drained();
    }

    /** The calls so far, in their order; only the first when several at once are not wanted. */
    public List<ToolCall> calls() {
        return Collections.unmodifiableList(calls);
    }

    /** True when nothing that follows can change anything, so that the rest need not be waited for. */
    public boolean complete() {
        return !calls.isEmpty() && (!parallel || calls.size() >= MOST_CALLS);
    }

    /** True while the text so far ends within what may be a call. */
    boolean reading() {
        return candidate != null;
    }

    private void take(char c) {
        if (candidate == null) {
            text(c);
            return;
        }
        switch (candidate.feed(c)) {
            case MORE -> hold(c);
            case CALLS -> accept();
            case CALLS_BEFORE -> {
                accept();
                text(c);
            }
            case TEXT -> {
                release();
                text(c);
            }
        }
    }

    private void text(char c) {
        if (Character.isWhitespace(c)) {
            examples.see(c);
            hold(c);
            seen = held.length();
            return;
        }
        candidate = candidate(c);
        started = true;
        if (candidate != null) {
            seen = held.length();
            candidate.feed(c);
            hold(c);
            return;
        }
        examples.see(c);
        flush();
        if (calls.isEmpty()) {
            passed.append(c);
        }
    }

    private Candidate candidate(char c) {
        if (complete()) {
            return null;
        }
        if (!started && WholeAnswerCall.mayStart(c)) {
            return new WholeAnswerCall(parser);
        }
        return MarkedCall.mayStart(c, examples.startsLine()) && !examples.example() ? new MarkedCall(parser) : null;
    }

    private void hold(char c) {
        held.append(c);
        if (held.length() >= MOST_HELD) {
            release();
        }
    }

    private void accept() {
        for (ToolCall call : candidate.calls()) {
            if (!complete()) {
                calls.add(call);
            }
        }
        candidate = null;
        held.setLength(0);
        seen = 0;
    }

    /** Makes text of what is held. */
    private void release() {
        candidate = null;
        for (int i = seen; i < held.length(); i++) {
            examples.see(held.charAt(i));
        }
        flush();
    }

    private void flush() {
        if (calls.isEmpty()) {
            passed.append(held);
        }
        held.setLength(0);
        seen = 0;
    }

    private String drained() {
        if (passed.isEmpty()) {
            return "";
        }
        String text = passed.toString();
        passed.setLength(0);
        return text;
    }
}
