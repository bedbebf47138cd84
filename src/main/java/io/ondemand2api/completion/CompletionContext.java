package io.ondemand2api.completion;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.answer.AnswerAssembler;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.UnfitAnswer;
import io.ondemand2api.core.prompt.ExtractedTexts;
import io.ondemand2api.core.prompt.ToolPrompt;
import io.ondemand2api.core.prompt.Transcript;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.server.ClientConnection;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.MemoryAllowance;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One answer on its way from the upstream to one client, over as many attempts as it takes. Nothing is committed to the
 * client before the first words came, so that until then a failure keeps its status and another attempt is unseen.
 * Events are handled by one thread at a time; the timer and the client's leaving only abort.
 */
public final class CompletionContext implements Monitored {

    /** The header of a whole answer whose usage is not the upstream's. A stream's head leaves before that is known. */
    public static final String USAGE = "x-ondemand2api-usage";

    public static final String ESTIMATED = "estimated";

    /** A write of so many bytes is not counted: while it waits for its client it holds no more than many other things. */
    private static final int SMALL_WRITE = 16 * 1024;

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ClientConnection client;
    private final Conversation conversation;
    private final Endpoint endpoint;
    private final Supplier<ResponseRenderer> writers;
    private final Map<String, String> headers;
    private final long started;
    private final ByteSink sink = new ByteSink(1024);
    private final StringBuilder thought = new StringBuilder();
    private final CountDownLatch left = new CountDownLatch(1);

    private final AnswerMemory.Share memory;
    private final AnswerMemory.Share streamMemory;
    private final RetryPolicy attempts;
    private final UsageEstimate estimate;
    private final Predicate<CompletionContext> whenWhole;
    private ResponseRenderer writer;
    private AnswerAssembler composer;
    private Conversation asked;
    private Conversation repair;
    private KeyLease lease;
    private KeyLease lastLease;
    private OnDemandSession session;
    private int knownTurns;
    private ExtractedTexts readings = ExtractedTexts.NONE;
    private Fingerprint fingerprint;
    private volatile UpstreamCall call;
    private volatile boolean finished;
    private volatile long finishedAt;
    private Runnable whenClosed = () -> {};
    private boolean begun;
    private boolean kept;
    private FinishReason finishReason;
    private Usage usage;
    private long wordsHeld;
    private long firstPartAt;
    private String sessionKind;
    private volatile int keepAlives;

    CompletionContext(
            ClientConnection client,
            Conversation conversation,
            Endpoint endpoint,
            Supplier<ResponseRenderer> writers,
            Map<String, String> headers,
            RetryPolicy attempts,
            UsageEstimate estimate,
            AnswerMemory memory,
            Predicate<CompletionContext> whenWhole,
            long started) {
        this.client = client;
        this.conversation = conversation;
        this.asked = conversation;
        this.endpoint = endpoint;
        this.writers = writers;
        this.headers = headers;
        this.attempts = attempts;
        this.estimate = estimate;
        this.memory = memory.share();
        this.streamMemory = memory.share();
        this.whenWhole = whenWhole;
        this.started = started;
        restart();
        client.whenClosed(this::clientLeft);
    }

    /** Calls this once when the client has all of its response; must not wait. */
    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        writer = writers.get();
        composer = new AnswerAssembler(asked, false, mended(), this::part);
        sink.drain();
        thought.setLength(0);
        memory.giveBack(wordsHeld);
        wordsHeld = 0;
        begun = false;
    }

    private void clientLeft() {
        left.countDown();
        UpstreamCall open = call;
        if (open != null && !finished) {
            open.abort(new ClientClosedException());
        }
    }

    /** Makes this the call that a leaving client or the timer ends. */
    public void start(UpstreamCall next) throws ClientClosedException {
        call = next;
        streamMemory.release();
        if (client.closed()) {
            throw new ClientClosedException();
        }
    }

    /** Waits before the next attempt, but not for a client that is gone. */
    void pause(Duration time) throws ClientClosedException, InterruptedException {
        if (left.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ClientClosedException();
        }
    }

    /** Hands on what the upstream said, all of it in one write. */
    public void accept(List<OnDemandEvent> events) {
        for (int i = 0; i < events.size() && !finished && !repairing(); i++) {
            accept(events.get(i));
        }
        flush();
    }

    private void accept(OnDemandEvent event) {
        if (event instanceof OnDemandEvent.Fulfillment words) {
            text(words.delta());
        } else if (event instanceof OnDemandEvent.Thinking thinking) {
            if (holds(thinking.delta())) {
                composer.think(thinking.delta());
            }
        } else if (event instanceof OnDemandEvent.Metrics metrics) {
            end(metrics);
        } else if (event instanceof OnDemandEvent.Done) {
            end(null);
        } else if (event instanceof OnDemandEvent.Failed failed) {
            call.fail(UpstreamFailures.of(failed, conversation.model()));
        }
    }

    private void text(String delta) {
        if (!holds(delta)) {
            return;
        }
        composer.say(delta);
        if (composer.over()) {
            end(null);
            call.abort(null);
        }
    }

    /** Counts what will be kept of these words until the answer has ended: once, and once more for each copy. */
    private boolean holds(String delta) {
        int copies = 1 + (writer.streaming() ? 0 : 1) + (composer.keepsWords() ? 1 : 0);
        long bytes = (long) Character.BYTES * copies * delta.length();
        try {
            memory.take(bytes);
            wordsHeld += bytes;
            return true;
        } catch (GatewayException full) {
            call.fail(full);
            call.abort(null);
            return false;
        }
    }

    /** What the reading of the call under way may hold. */
    public MemoryAllowance streamMemory() {
        return streamMemory;
    }

    /** Gives back all memory that was counted for this answer. */
    void forget() {
        memory.release();
        streamMemory.release();
    }

    /** True when what is asked of the model holds these words, whatever the case of their letters. */
    public boolean asksWith(String words) {
        return ToolPrompt.instructions(asked).toLowerCase(Locale.ROOT).contains(words)
                || asked.turns().stream()
                        .anyMatch(turn -> turn.text().toLowerCase(Locale.ROOT).contains(words));
    }

    /**
     * The upstream said all it had to say; saying nothing at all is a failure, whatever its status.
     *
     * @param metrics what it cost, or null when the upstream does not say
     */
    private void end(OnDemandEvent.Metrics metrics) {
        if (!composer.spoke()) {
            call.fail(UpstreamFailures.empty());
            call.abort(null);
            return;
        }
        UnfitAnswer unfit = composer.conclude();
        if (unfit == null) {
            finish(composer.reason(), cost(metrics));
        } else if (!mended()) {
            repair = composer.repaired(unfit);
            call.abort(null);
        } else {
            call.fail(failure(unfit));
            call.abort(null);
        }
    }

    private static GatewayException failure(UnfitAnswer unfit) {
        return new GatewayException(Failure.UNFIT_ANSWER, unfit.reason() + ". It did no better when asked again.");
    }

    /** True in the round in which the model mends its answer. */
    private boolean mended() {
        return asked != conversation;
    }

    /** True when the model has to be asked to mend its answer. */
    public boolean repairing() {
        return repair != null;
    }

    /** Sets out for the round in which the model mends its answer; there is only one. */
    void askAgain() {
        asked = repair;
        repair = null;
        // the words of the first round are a part of the second's question
        wordsHeld = 0;
        if (begun()) {
            composer = new AnswerAssembler(asked, composer.gaveText(), mended(), this::part);
        } else {
            restart();
        }
    }

    /** What the model is asked in this round. */
    Conversation asked() {
        return asked;
    }

    private void part(AnswerPart part) {
        if (!begun) {
            begun = true;
            firstPartAt = System.nanoTime();
            writer.begin(sink);
        }
        if (part instanceof AnswerPart.Thinking thinking) {
            thought.append(thinking.delta());
        }
        writer.write(part, sink);
    }

    private void finish(FinishReason reason, Usage cost) {
        finishReason = reason;
        usage = cost;
        part(new AnswerPart.Finished(reason, cost));
        finishedAt = System.nanoTime();
        finished = true;
        // before the end is sent: the client's next turn may come right after it
        kept = !writer.moreToFollow() && whenWhole.test(this);
        deliverEnd();
        lease.succeeded();
        lease.close();
        if (writer.moreToFollow()) {
            // the next answer need not wait for the end of the upstream's stream
            call.abort(null);
        } else {
            whenClosed.run();
        }
    }

    private void deliverEnd() {
        if (writer.streaming()) {
            client.beginStream(headers);
            if (writer.moreToFollow()) {
                client.write(sink.drain());
            } else {
                client.endStream(sink.drain());
            }
        } else if (!writer.moreToFollow()) {
            if (usage.estimated()) {
                headers.put(USAGE, ESTIMATED);
            }
            client.answer(200, headers, sink.drain());
        }
    }

    private void flush() {
        if (finished || sink.isEmpty() || !writer.streaming()) {
            return;
        }
        client.beginStream(headers);
        // once in the sink, once as it is written, once as a chunk of HTTP
        long bytes = 3L * sink.length();
        try {
            if (bytes > SMALL_WRITE) {
                streamMemory.take(bytes);
            }
            if (!client.write(sink.drain())) {
                call.abort(new ClientClosedException());
            }
            if (bytes > SMALL_WRITE) {
                streamMemory.giveBack(bytes);
            }
        } catch (GatewayException full) {
            call.fail(full);
            call.abort(null);
        }
    }

    /** What the answer cost, counted when the composer has given its last words. */
    private Usage cost(OnDemandEvent.Metrics metrics) {
        if (metrics == null || !metrics.known()) {
            List<String> question = new ArrayList<>(ToolPrompt.pieces(asked));
            question.addAll(Transcript.pieces(readings.in(asked.turns())));
            return estimate.of(question, composer.substance(), thought.toString());
        }
        return new Usage(metrics.inputTokens(), metrics.outputTokens(), reasoningTokens(metrics), false);
    }

    /** The upstream counts thinking as output, and does not say how much of it: the share of the text tells. */
    private int reasoningTokens(OnDemandEvent.Metrics metrics) {
        if (thought.isEmpty()) {
            return 0;
        }
        double share = (double) thought.length()
                / (thought.length() + composer.substance().length());
        return (int) Math.round(metrics.outputTokens() * share);
    }

    /** Ends a stream that has begun with the failure it ended by: its status has left already. */
    void failWithin(GatewayException failure) {
        sink.drain();
        writer.fail(failure, sink);
        client.endStream(sink.drain());
    }

    /** Keeps the client's connection alive and ends what takes too long. Called by the timer; never waits. */
    @Override
    public void tick(long now, TimeLimits times) {
        if (!finished && writer.streaming() && now - client.lastWrite() > times.keepAlive()) {
            client.beginStream(headers);
            client.writeUnlessBusy(KEEP_ALIVE);
            keepAlives++;
        }
        boolean overdue = !finished && now - started > times.total();
        if (overdue) {
            attempts.exhaust();
        }
        UpstreamCall open = call;
        if (open == null || open.aborted() || client.waiting()) {
            return;
        }
        if (finished) {
            if (now - finishedAt > times.tail()) {
                open.abort(null);
            }
        } else if (overdue) {
            open.abort(tooLong());
        } else if (times.exceeded(open, now)) {
            open.abort(tooLong());
        }
    }

    /** Lets the client have no more than it has; a stream that only runs out behind a whole answer just ends. */
    @Override
    public void cut(GatewayException why) {
        attempts.exhaust();
        UpstreamCall open = call;
        if (open != null && !open.aborted()) {
            open.abort(finished ? null : why);
        }
    }

    public static GatewayException tooLong() {
        return new GatewayException(Failure.UPSTREAM_TIMEOUT, "The model's service took too long. Please try again.");
    }

    /** True once words have left for the client, after which no other attempt may be made. */
    boolean begun() {
        return begun && writer.streaming();
    }

    /** True once the client has its whole answer. */
    public boolean finished() {
        return finished;
    }

    /** True once the client's response has ended with this answer, so that nothing more can be told. */
    boolean closed() {
        return finished && !writer.moreToFollow();
    }

    RetryPolicy attempts() {
        return attempts;
    }

    /** The key of the attempt under way, or null. */
    public KeyLease lease() {
        return lease;
    }

    public void lease(KeyLease taken) {
        lease = taken;
        lastLease = taken;
    }

    /** The key of the last attempt, for the log; or null when there was none. */
    KeyLease lastLease() {
        return lastLease;
    }

    /** Gives the key back; what was to be said of it has been said. */
    void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    /** The upstream's session of the attempt under way, or null. */
    public OnDemandSession session() {
        return session;
    }

    /** @param turns how many turns of the conversation it remembers already */
    public void session(OnDemandSession taken, int turns) {
        session = taken;
        knownTurns = turns;
        readings = ExtractedTexts.NONE;
        if (taken != null) {
            sessionKind = resumed() ? "reused" : taken.warm() ? "warm" : "fresh";
        }
    }

    /** Whether the last attempt's session was {@code reused}, {@code warm} or {@code fresh}; null when it had none. */
    String sessionKind() {
        return sessionKind;
    }

    /** How many comments were sent to keep the client's connection alive. */
    int keepAlives() {
        return keepAlives;
    }

    /** The turns that the session of the attempt under way does not know yet, in words. */
    List<Turn> newTurns() {
        return readings.in(unknownTurns());
    }

    private List<Turn> unknownTurns() {
        return asked.turns().subList(knownTurns, asked.turns().size());
    }

    /** A file that the session of the attempt under way was not given yet, or null. */
    public Attachment toUpload() {
        return readings.missing(unknownTurns());
    }

    /** The session was given this file, in which this was read. */
    public void uploaded(Attachment file, String text) throws GatewayException {
        memory.take((long) Character.BYTES * text.length());
        readings = readings.with(file, text);
    }

    /** True when the session remembers the turns before. */
    boolean resumed() {
        return knownTurns > 0;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    public void fingerprint(Fingerprint made) {
        fingerprint = made;
    }

    /** The answer as the client has it and will send it back. */
    public Turn answer() {
        return composer.turn();
    }

    /** True when the client has all that the model said, and the upstream has said that this was all. */
    public boolean uncut() {
        return !mended() && !composer.cut() && !usage.estimated();
    }

    /** True when its session may be asked again. */
    boolean kept() {
        return kept;
    }

    UpstreamCall call() {
        return call;
    }

    String requestId() {
        return client.requestId();
    }

    /** When the client had its whole answer, by {@link System#nanoTime()}; 0 while it has not. */
    long finishedAt() {
        return finishedAt;
    }

    public Conversation conversation() {
        return conversation;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    FinishReason finishReason() {
        return finishReason;
    }

    public Usage usage() {
        return usage;
    }

    long started() {
        return started;
    }

    /** When the first words came, by {@link System#nanoTime()}; 0 while none have. */
    long firstPartAt() {
        return firstPartAt;
    }
}
