package io.ondemand2api.completion;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.answer.AnswerAssembler;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.Citation;
import io.ondemand2api.core.answer.Source;
import io.ondemand2api.core.answer.SourceList;
import io.ondemand2api.core.answer.UnfitAnswer;
import io.ondemand2api.core.prompt.QuestionPieces;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the model is asked and what it says: in the first round, and in the one repair round in which it may correct an
 * answer that is not of the form that was asked for. Used by one thread at a time.
 */
final class AnswerRounds {

    private Conversation conversation;
    private final Consumer<AnswerPart> parts;
    private final UsageEstimate estimate;
    private final ToolCallLimits toolCalls;
    private final MemoryShare memory;
    private final int copies;
    private final StringBuilder thought = new StringBuilder();
    private final SourceList sources = new SourceList();
    private Conversation asked;
    private Conversation repair;
    private AnswerAssembler assembler;
    private long bytesHeld;

    /**
     * @param parts takes the parts of the answer
     * @param estimate counts tokens where the upstream does not say
     * @param toolCalls bounds the reading of an answer
     * @param memory counts the model's words, which are kept until the answer has ended
     * @param rendererKeeps true when the renderer keeps the answer, too, until it is whole
     */
    AnswerRounds(
            Conversation conversation,
            Consumer<AnswerPart> parts,
            UsageEstimate estimate,
            ToolCallLimits toolCalls,
            MemoryShare memory,
            boolean rendererKeeps) {
        this.conversation = conversation;
        this.asked = conversation;
        this.parts = parts;
        this.estimate = estimate;
        this.toolCalls = toolCalls;
        this.memory = memory;
        this.copies = rendererKeeps ? 2 : 1;
        this.assembler = newAssembler(false);
    }

    private AnswerAssembler newAssembler(boolean textGiven) {
        return new AnswerAssembler(asked, textGiven, inRepairRound(), toolCalls, this::part);
    }

    private void part(AnswerPart part) {
        if (part instanceof AnswerPart.Thinking thinking) {
            thought.append(thinking.delta());
        }
        parts.accept(part);
    }

    /** Forgets what was said in an attempt of which nothing has left for the client. */
    void restart() {
        assembler = newAssembler(false);
        thought.setLength(0);
        sources.clear();
        memory.giveBack(bytesHeld);
        bytesHeld = 0;
    }

    /** From now on another model is asked, which is taught this form of calls; nothing was said yet in this attempt. */
    void teach(CallForm form) {
        Conversation taught = conversation.in(form);
        asked = inRepairRound() ? asked.in(form) : taught;
        conversation = taught;
        assembler = newAssembler(false);
    }

    /** What the client asks. */
    Conversation conversation() {
        return conversation;
    }

    /** What the model is asked in this round. */
    Conversation asked() {
        return asked;
    }

    /**
     * Takes the model's next words.
     *
     * @return true when nothing that it may still say can change the answer
     * @throws GatewayException when there is no room for them
     */
    boolean say(String delta) throws GatewayException {
        hold(delta);
        assembler.say(delta);
        return assembler.over();
    }

    /**
     * Takes the model's next thoughts.
     *
     * @throws GatewayException when there is no room for them
     */
    void think(String delta) throws GatewayException {
        hold(delta);
        assembler.think(delta);
    }

    private void hold(String delta) throws GatewayException {
        long bytes = (long) Character.BYTES * (copies + (assembler.keepsWords() ? 1 : 0)) * delta.length();
        memory.take(bytes);
        bytesHeld += bytes;
    }

    /**
     * Takes what the model works with.
     *
     * @throws GatewayException when there is no room for it
     */
    void name(List<Source> named) throws GatewayException {
        for (Source source : named) {
            if (sources.add(source)) {
                long bytes = (long) Character.BYTES
                        * (source.url().length() + source.title().length());
                memory.take(bytes);
                bytesHeld += bytes;
            }
        }
    }

    /**
     * Tells of the end of the answer, and of the sources of its text.
     *
     * @param unchanged false when the client gets other words: they stand elsewhere, and what is masked there may stand
     *     in a source, too
     */
    void tellEnd(Usage cost, boolean unchanged) {
        if (unchanged && !sources.all().isEmpty() && finishReason() != FinishReason.TOOL_CALLS) {
            parts.accept(new AnswerPart.Citations(Citation.in(assembler.text(), sources.all())));
        }
        parts.accept(new AnswerPart.Finished(finishReason(), cost, assembler.stop()));
    }

    /** True when the model said anything at all. */
    boolean spoke() {
        return assembler.spoke();
    }

    /**
     * The model has said all.
     *
     * @return true when the answer is in order; else a repair round is due
     * @throws GatewayException when this was the repair round
     */
    boolean conclude() throws GatewayException {
        UnfitAnswer unfit = assembler.conclude();
        if (unfit == null) {
            return true;
        }
        if (inRepairRound()) {
            throw new GatewayException(Failure.UNFIT_ANSWER, unfit.reason() + ". It did no better when asked again.");
        }
        repair = assembler.repaired(unfit);
        return false;
    }

    private boolean inRepairRound() {
        return asked != conversation;
    }

    /** True when the model has to be asked to correct its answer. */
    boolean repairDue() {
        return repair != null;
    }

    /**
     * Begins the repair round.
     *
     * @param committed true when parts of the first round have left for the client, so that its text stays
     */
    void startRepair(boolean committed) {
        asked = repair;
        repair = null;
        // the words of the first round are a part of the second's question
        bytesHeld = 0;
        if (committed) {
            assembler = newAssembler(assembler.gaveText());
        } else {
            restart();
        }
    }

    /** Why the answer ended; known once it has. */
    FinishReason finishReason() {
        return assembler.reason();
    }

    /** The answer as the client has it and will send it back. */
    Turn turn() {
        return assembler.turn();
    }

    /** True when the client has all that the model said, in the first round. */
    boolean uncut() {
        return !inRepairRound() && !assembler.cut();
    }

    /**
     * What the answer cost.
     *
     * @param metrics what the upstream says, or null
     * @param turnsInWords the turns as the model was given them
     */
    Usage usage(OnDemandEvent.Metrics metrics, List<Turn> turnsInWords) {
        if (metrics == null || !metrics.known()) {
            return estimate.of(QuestionPieces.of(asked, turnsInWords), assembler.substance(), thought.toString());
        }
        return new Usage(metrics.inputTokens(), metrics.outputTokens(), reasoningTokens(metrics), false);
    }

    /** The upstream counts thinking as output, and does not say how much of it: the share of the text tells. */
    private int reasoningTokens(OnDemandEvent.Metrics metrics) {
        if (thought.isEmpty()) {
            return 0;
        }
        double share = (double) thought.length()
                / (thought.length() + assembler.substance().length());
        return (int) Math.round(metrics.outputTokens() * share);
    }
}
