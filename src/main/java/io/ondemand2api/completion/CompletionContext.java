package io.ondemand2api.completion;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.core.Usage;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.Endpoint;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * One answer on its way from the upstream to one client, over as many attempts as it takes. Until parts of it have left
 * for the client a failure keeps its status, and retries are invisible to the client. Events are handled by one thread at
 * a time; the timer and the client's leaving only abort.
 */
public final class CompletionContext {

    private static final ExchangeProperty<CompletionContext> COMPLETION =
            StepProperty.COMPLETION.of(CompletionContext.class);

    private final ResponseChannel client;
    private final ModelChoice models;
    private final RetryState retries;
    private final CompletionListener listener;
    private final ClientDeparture departure = new ClientDeparture();
    private final AnswerProgress progress;
    private final Attempt attempt;
    private final CompletionOutcome outcome = new CompletionOutcome();
    private final AnswerSink sink;
    private final CompletionDeadline deadline;
    private Fingerprint fingerprint;

    /**
     * @param models which of them is asked, and which next
     * @param progress of the answer, of which nothing is made yet
     * @param listener told when the client has its answer
     * @param started when the request came in, by {@link System#nanoTime()}
     * @param mostNanos how long the route lets it take
     */
    CompletionContext(
            ResponseChannel client,
            ModelChoice models,
            RetryState retries,
            AnswerProgress progress,
            CompletionListener listener,
            long started,
            long mostNanos) {
        this.client = client;
        this.models = models;
        this.retries = retries;
        this.progress = progress;
        this.listener = listener;
        this.attempt = new Attempt(client, progress.answerMemory());
        this.sink = new AnswerSink(this);
        this.deadline = new CompletionDeadline(this, client, started, mostNanos);
        client.whenClosed(this::clientLeft);
    }

    private void clientLeft() {
        departure.happened();
        if (!outcome.finished()) {
            attempt.abort(new ClientClosedException());
        }
    }

    /** The completion under way, or null before the step {@code answer.resolveModel}. */
    public static CompletionContext of(Exchange exchange) {
        return COMPLETION.get(exchange);
    }

    /** Makes it the completion under way. */
    void leaveIn(Exchange exchange) {
        COMPLETION.set(exchange, this);
    }

    /** The attempt under way. */
    public Attempt attempt() {
        return attempt;
    }

    /** Makes this the call of the attempt. */
    public void start(UpstreamCall call) throws ClientClosedException {
        progress.callMemory().release();
        attempt.start(call);
    }

    /** Counts what is held of the response to the call under way. */
    public MemoryShare callMemory() {
        return progress.callMemory();
    }

    /** How the answer goes on when its stream breaks. */
    StreamResume resume() {
        return progress.resume();
    }

    /** Which model is asked, and which next. */
    ModelChoice models() {
        return models;
    }

    /** Goes on to the next model, if there is one for this failure. */
    boolean fallsBack(GatewayException failure) {
        if (!models.next(failure)) {
            return false;
        }
        restart();
        rounds().teach(models.callForm());
        return true;
    }

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        progress.restart();
    }

    /** Begins the repair round. */
    void startRepair() {
        progress.startRepair();
    }

    /** A file that the attempt's session was not given yet, or null. */
    public Attachment toUpload() {
        return attempt.toUpload(rounds().asked());
    }

    /** Waits before the next attempt, but not for a client that is gone. */
    void pause(Duration time) throws ClientClosedException, InterruptedException {
        departure.pause(time);
    }

    /** The answer is whole, and cost so much. */
    void finish(Usage cost) {
        rounds().tellEnd(cost, !progress.transformed());
        outcome.finish(cost);
        listener.cost(cost);
        // before the end is sent: the client's next turn may come right after it; what a session holds of a resumed
        // answer is not known, and of a changed one it holds other words than the client
        outcome.sessionKept(!response().moreToFollow()
                && !progress.transformed()
                && !resume().tried()
                && listener.keepSession(this));
        response().end(cost.estimated());
        attempt.lease().succeeded();
        attempt.lease().close();
        if (response().moreToFollow()) {
            // the next answer need not wait for the end of the upstream's stream
            attempt.call().abort(null);
        } else {
            listener.answered(this);
        }
    }

    /** The tokens of an answer that has not ended: none before its first word. */
    long costSoFar() {
        return rounds().spoke()
                ? rounds().usage(null, attempt.inWords(rounds().asked().turns()))
                        .totalTokens()
                : 0;
    }

    /** Gives back the key and all memory that was counted for this answer. */
    void release() {
        attempt.release();
        progress.release();
    }

    /** True once the client's response has ended with this answer, so that nothing more can be told. */
    boolean closed() {
        return outcome.finished() && !response().moreToFollow();
    }

    /** Takes the events of its queries. */
    AnswerSink sink() {
        return sink;
    }

    /** What the timer does with it. */
    CompletionDeadline deadline() {
        return deadline;
    }

    /** How it ended, once it has. */
    public CompletionOutcome outcome() {
        return outcome;
    }

    /** What the model is asked and what it says. */
    AnswerRounds rounds() {
        return progress.rounds();
    }

    RetryState retries() {
        return retries;
    }

    /** The response, for the log: when its first part came, and how it was kept alive. */
    ResponseStream response() {
        return progress.response();
    }

    /** What identifies the conversation; null while sessions are not reused. */
    Fingerprint fingerprint() {
        return fingerprint;
    }

    void fingerprint(Fingerprint made) {
        fingerprint = made;
    }

    /** True when the client has all that the model said, and the upstream has said that this was all. */
    boolean uncut() {
        return rounds().uncut() && !outcome.usage().estimated();
    }

    String requestId() {
        return client.requestId();
    }

    /** What the client asks. */
    public Conversation conversation() {
        return rounds().conversation();
    }

    /** The endpoint of the model. */
    public Endpoint endpoint() {
        return models.endpoint();
    }
}
