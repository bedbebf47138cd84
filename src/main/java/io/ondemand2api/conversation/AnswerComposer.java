package io.ondemand2api.conversation;

import java.util.List;
import java.util.function.Consumer;

/**
 * Makes an answer's parts of the model's words: calls of tools are told from text, stop texts and the token limit are
 * kept, and what the caller demanded of the form is checked. Text that may still have to be replaced (JSON was asked
 * for, or a call was required) is kept back until the end. Not safe for several threads.
 */
public final class AnswerComposer {

    private final Conversation conversation;
    private final Consumer<AnswerPart> parts;
    private final AnswerLimits limits;
    private final ToolCallReader calls;
    private final boolean keptBack;
    private final boolean muted;
    private final StringBuilder spoken = new StringBuilder();
    private final StringBuilder passed = new StringBuilder();
    private boolean spoke;

    /**
     * @param conversation what the model was asked
     * @param muted true when the caller has text of an earlier round already, so that only calls may follow
     * @param parts takes the parts in the order in which the caller must see them
     */
    public AnswerComposer(Conversation conversation, boolean muted, Consumer<AnswerPart> parts) {
        this.conversation = conversation;
        this.muted = muted;
        this.parts = parts;
        this.limits = new AnswerLimits(conversation.stop(), conversation.maxTokens());
        this.calls = conversation.tools().isEmpty() ? null : new ToolCallReader(conversation.tools());
        this.keptBack = !(conversation.format() instanceof OutputFormat.Text)
                || conversation.tools().callRequired();
    }

    /** Takes the model's next words. */
    public void say(String delta) {
        if (delta.isEmpty()) {
            return;
        }
        spoke = true;
        if (calls == null && !keptBack) {
            pass(limits.pass(delta));
        } else {
            spoken.append(delta);
            pass(limits.pass(calls == null ? delta : calls.pass(delta)));
        }
    }

    private void pass(String text) {
        if (text.isEmpty() || muted) {
            return;
        }
        passed.append(text);
        if (!keptBack) {
            parts.accept(new AnswerPart.Text(text));
        }
    }

    /** True once nothing that the model may still say can change the answer. */
    public boolean over() {
        return limits.reached() != null || (calls != null && calls.complete());
    }

    /** True when a stop text or the token limit ended the answer. */
    public boolean cut() {
        return limits.reached() != null;
    }

    /** True when text has been given as a part already. */
    public boolean gaveText() {
        return !keptBack && passed.length() > 0;
    }

    /** True when the model said anything at all. */
    public boolean spoke() {
        return spoke;
    }

    /**
     * The model has said all. Gives what was kept back, and the calls.
     *
     * @return null when the answer is in order, else what to say to the model so that it does better; then nothing was
     *     given
     */
    public String conclude() {
        if (!cut()) {
            pass(limits.pass(calls == null ? "" : calls.rest()));
            pass(limits.rest());
        }
        String complaint = cut() ? null : AnswerCheck.repair(conversation, passed.toString(), calls());
        if (complaint != null) {
            return complaint;
        }
        if (keptBack && passed.length() > 0) {
            String text = cut()
                    ? passed.toString()
                    : JsonAnswer.of(conversation.format(), passed.toString()).text();
            passed.setLength(0);
            passed.append(text);
            parts.accept(new AnswerPart.Text(text));
        }
        List<ToolCall> made = calls();
        for (int i = 0; i < made.size(); i++) {
            parts.accept(
                    new AnswerPart.CallStarted(i, made.get(i).id(), made.get(i).name()));
            parts.accept(new AnswerPart.CallArguments(i, made.get(i).arguments()));
        }
        return null;
    }

    /** Why it ended; known once it has. */
    public FinishReason reason() {
        if (cut()) {
            return limits.reached();
        }
        return calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }

    /** The text as the caller has it. */
    public String text() {
        return passed.toString();
    }

    /** All that the answer consists of, text and calls, for counting; complete once it has been concluded. */
    public String substance() {
        StringBuilder all = new StringBuilder(passed);
        for (ToolCall call : calls()) {
            all.append(call.name()).append(call.arguments());
        }
        return all.toString();
    }

    /** The answer as the caller has it and will send it back. */
    public Turn turn() {
        return new Turn(Turn.Role.ASSISTANT, null, passed.toString(), calls(), null);
    }

    /** The conversation that asks the model to do better: its answer as it gave it, and what was wrong with it. */
    public Conversation repaired(String complaint) {
        String said = calls().isEmpty() ? spoken.toString() : passed.toString();
        return conversation.followedBy(
                new Turn(Turn.Role.ASSISTANT, null, said, calls(), null), Turn.of(Turn.Role.USER, complaint));
    }

    private List<ToolCall> calls() {
        // a limit that cuts the text leaves no room for calls after it
        return calls == null || cut() ? List.of() : calls.calls();
    }
}
