package io.ondemand2api.core.answer;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.prompt.Transcript;
import io.ondemand2api.core.toolcall.CallsInText;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes an answer's parts of the model's words: turn marks are left out, thinking and calls of tools are told from text,
 * stop texts and the token limit are kept, and what the caller demanded of the form is checked. Text that may still have
 * to be replaced (JSON was asked for, or a call was required) is kept back until the end. Not safe for several threads.
 */
public final class AnswerAssembler {

    private final Conversation conversation;
    private final Consumer<AnswerPart> parts;
    private final boolean last;
    private final GivenText given;
    private final AnswerLimits limits;
    private final EndMarks ends;
    private final CallsInText calls;
    private final ThinkingReader words;
    private final Channels channels;
    private final TurnMarkReader marks;
    private final TurnMarkReader thoughtMarks;
    private final StringBuilder spoken = new StringBuilder();
    private final StringBuilder drafted = new StringBuilder();
    private List<ToolCall> made = List.of();
    private boolean spoke;
    private boolean overlong;

    /**
     * @param conversation what the model was asked
     * @param muted true when the caller has text of an earlier round already, so that only calls may follow
     * @param last true when the model is not asked again, so that what can be handed on is
     * @param toolCalls bounds the reading of calls
     * @param parts takes the parts in the order in which the caller must see them
     */
    public AnswerAssembler(
            Conversation conversation,
            boolean muted,
            boolean last,
            ToolCallLimits toolCalls,
            Consumer<AnswerPart> parts) {
        this.conversation = conversation;
        this.last = last;
        this.parts = parts;
        this.ends = new EndMarks(conversation);
        this.limits = new AnswerLimits(conversation.stop(), conversation.maxTokens());
        this.calls = CallsInText.of(conversation, toolCalls);
        this.given = new GivenText(parts, muted, json() || conversation.tools().callRequired());
        Output output = new Output();
        this.words = new ThinkingReader(output, calls.wanted(), this::askedFor, toolCalls.mostHeld());
        this.channels = new Channels(words, output, toolCalls.mostHeld());
        boolean marked = Transcript.marked(conversation.turns());
        this.marks = marked ? new TurnMarkReader(conversation.turns(), channels::pass, words::open) : null;
        this.thoughtMarks = marked ? new TurnMarkReader(conversation.turns(), this::giveThinking, () -> true) : null;
    }

    private boolean json() {
        return !(conversation.format() instanceof OutputFormat.Text);
    }

    /** A caller that speaks of a tag in plain text wants to see it; {@code <think>} is what models write unasked. */
    private boolean askedFor(String tag) {
        return !calls.wanted() && !json() && !tag.equals("think") && conversation.mentions("<" + tag);
    }

    /** Takes the model's next words. */
    public void say(String delta) {
        spoke |= !delta.isEmpty();
        if (marks == null) {
            channels.pass(delta);
        } else {
            marks.pass(delta);
        }
    }

    /** Takes the model's next thoughts, which came apart from its words. */
    public void think(String delta) {
        if (thoughtMarks == null) {
            giveThinking(delta);
        } else {
            thoughtMarks.pass(delta);
        }
    }

    private void giveThinking(String text) {
        if (!text.isEmpty()) {
            parts.accept(new AnswerPart.Thinking(text));
        }
    }

    /** Makes parts of the words once thinking is told from them. */
    private final class Output implements ThinkingReader.Output {

        @Override
        public void thinking(String text) {
            drafted.append(calls.wanted() ? text : "");
            giveThinking(text);
        }

        @Override
        public void words(String text) {
            if (calls.none() && !given.keptBack()) {
                given.pass(limits.pass(ends.pass(text)));
            } else {
                spoken.append(text);
                drafted.setLength(0);
                given.pass(limits.pass(ends.pass(calls.pass(text))));
                overlong |= limits.farExceededBy(spoken);
            }
        }

        @Override
        public boolean insideCall() {
            return calls.reading() || json() && JsonAnswer.begins(given.soFar());
        }

        @Override
        public void wordsWereThinking() {
            given.pass(limits.pass(ends.pass(calls.restart())));
            spoken.setLength(0);
            if (given.keptBack()) {
                giveThinking(given.takeBack().strip());
            }
        }
    }

    /** True once nothing that the model may still say can change the answer. */
    public boolean over() {
        return cut() || overlong || calls.complete() || marks != null && marks.over();
    }

    /** True when a stop text or the token limit ended the answer. */
    public boolean cut() {
        return limits.reached() != null;
    }

    /** True when the model's words are kept beside the text that passes, for a round in which it mends them. */
    public boolean keepsWords() {
        return !calls.none() || given.keptBack();
    }

    /** True when text has been given as a part already. */
    public boolean gaveText() {
        return given.gave();
    }

    /** True when the model said anything at all. */
    public boolean spoke() {
        return spoke;
    }

    /**
     * The model has said all. Gives what was kept back, and the calls.
     *
     * @return null when the answer is in order, else what is wrong with it; then nothing was given
     */
    public UnfitAnswer conclude() {
        if (marks != null) {
            thoughtMarks.end();
            marks.end();
        }
        channels.end();
        words.end();
        if (!cut()) {
            given.pass(limits.pass(overlong ? "" : ends.pass(calls.rest()) + ends.rest()));
            given.pass(limits.rest());
        }
        if (!cut()) {
            made = limits.pass(calls.made(), overlong && calls.reading());
            List<ToolCall> meant = made.isEmpty() ? calls.argumentsAlone(given.toString()) : List.of();
            if (!meant.isEmpty()) {
                made = meant;
                given.takeBack();
            }
        }
        UnfitAnswer unfit = cut() ? null : unfit();
        if (unfit != null) {
            return unfit;
        }
        given.giveKeptBack(conversation.format(), cut());
        for (int i = 0; i < made.size(); i++) {
            parts.accept(
                    new AnswerPart.CallStarted(i, made.get(i).id(), made.get(i).name()));
            parts.accept(new AnswerPart.CallArguments(i, made.get(i).arguments()));
        }
        return null;
    }

    private UnfitAnswer unfit() {
        String draft = words.open() ? drafted.toString() : "";
        UnfitAnswer unfit = calls.unfit(draft, given.toString(), last);
        if (unfit != null) {
            return unfit;
        }
        if (last && given.toString().isBlank()) {
            // what the model has to say is nothing else
            given.pass(limits.pass(calls.unwanted()));
        }
        return AnswerCheck.unfit(conversation, given.toString(), made, last);
    }

    /** Why it ended; known once it has. */
    public FinishReason reason() {
        if (cut()) {
            return limits.reached();
        }
        return made.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }

    /** The stop text that ended it, or null. */
    public String stop() {
        return limits.stopReached();
    }

    /** The text as the caller has it. */
    public String text() {
        return given.toString();
    }

    /** All that the answer consists of, text and calls, for counting; complete once it has been concluded. */
    public String substance() {
        StringBuilder all = new StringBuilder(given.soFar());
        for (ToolCall call : made) {
            all.append(call.name()).append(call.arguments());
        }
        return all.toString();
    }

    /** The answer as the caller has it and will send it back. */
    public Turn turn() {
        return new Turn(Turn.Role.ASSISTANT, null, given.toString(), made, null);
    }

    /** The conversation that asks the model to do better: its answer as it gave it, and what was wrong with it. */
    public Conversation repaired(UnfitAnswer unfit) {
        String said = made.isEmpty() ? spoken.toString() : given.toString();
        return conversation.followedBy(
                new Turn(Turn.Role.ASSISTANT, null, said, made, null), Turn.of(Turn.Role.USER, unfit.repair()));
    }
}
