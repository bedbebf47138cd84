package io.ondemand2api.completion;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.server.ClientConnection;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * One answer on its way from the upstream to one client, over as many attempts as it takes. Until parts of it have left
 * for the client a failure keeps its status, and retries are invisible to the client. Events are handled by one thread at
 * a time; the timer and the client's leaving only abort.
 */
public final class CompletionContext {

    private static final ExchangeProperty<CompletionContext> COMPLETION =
            StepProperty.COMPLETION.of(CompletionContext.class);

    private final ClientConnection client;
    private final Conversation conversation;
    private final ModelChoice models;
    private final RetryState retries;
    private final CompletionListener listener;
    private final ClientDeparture departure = new ClientDeparture();
    private final AnswerMemory.Share answerMemory;
    private final AnswerMemory.Share callMemory;
    private final ResponseStream response;
    private final TextTransforms transforms;
    private final AnswerRounds rounds;
    private final Attempt attempt;
    private final StreamResume resume;
    private final CompletionOutcome outcome = new CompletionOutcome();
    private final AnswerSink sink;
    private final CompletionDeadline deadline;
    private Fingerprint fingerprint;

    /**
     * @param request what the client asks, and how its answer is rendered
     * @param headers of the response
     * @param listener told when the client has its answer
     * @param rules change the text of the answer
     * @param models which of them is asked, and which next
     * @param started when the request came in, by {@link System#nanoTime()}
     * @param mostNanos how long the route lets it take
     */
    CompletionContext(
            ClientConnection client,
            ParsedRequest request,
            ModelChoice models,
            List<TextTransforms.Rule> rules,
            Map<String, String> headers,
            RetryState retries,
            UsageEstimate estimate,
            ToolCallLimits toolCalls,
            AnswerMemory memory,
            CompletionListener listener,
            long started,
            long mostNanos) {
        this.client = client;
        this.conversation = request.conversation();
        this.models = models;
        this.retries = retries;
        this.listener = listener;
        this.answerMemory = memory.share();
        this.callMemory = memory.share();
        this.response = new ResponseStream(client, request.renderers(), headers, callMemory);
        this.transforms = new TextTransforms(rules, response::part);
        this.rounds =
                new AnswerRounds(conversation, transforms, estimate, toolCalls, answerMemory, response.keepsAnswer());
        this.attempt = new Attempt(client, answerMemory);
        this.resume = new StreamResume(retries.resume());
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
        callMemory.release();
        attempt.start(call);
    }

    /** Counts what is held of the response to the call under way. */
    public MemoryShare callMemory() {
        return callMemory;
    }

    /** How the answer goes on when its stream breaks. */
    StreamResume resume() {
        return resume;
    }

    /** Which model is asked, and which next. */
    ModelChoice models() {
        return models;
    }

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        response.restart();
        transforms.restart();
        rounds.restart();
        resume.restart();
    }

    /** Begins the repair round. */
    void startRepair() {
        boolean committed = response.committed();
        if (!committed) {
            response.restart();
            transforms.restart();
        }
        rounds.startRepair(committed);
        resume.restart();
    }

    /** A file that the attempt's session was not given yet, or null. */
    public Attachment toUpload() {
        return attempt.toUpload(rounds.asked());
    }

    /** Waits before the next attempt, but not for a client that is gone. */
    void pause(Duration time) throws ClientClosedException, InterruptedException {
        departure.pause(time);
    }

    /** The answer is whole, and cost so much. */
    void finish(Usage cost) {
        rounds.tellEnd(cost, !transforms.any());
        outcome.finish(cost);
        // before the end is sent: the client's next turn may come right after it; what a session holds of a resumed
        // answer is not known, and of a changed one it holds other words than the client
        outcome.sessionKept(
                !response.moreToFollow() && !transforms.any() && !resume.tried() && listener.keepSession(this));
        response.end(cost.estimated());
        attempt.lease().succeeded();
        attempt.lease().close();
        if (response.moreToFollow()) {
            // the next answer need not wait for the end of the upstream's stream
            attempt.call().abort(null);
        } else {
            listener.answered(this);
        }
    }

    /** Gives back the key and all memory that was counted for this answer. */
    void release() {
        attempt.release();
        answerMemory.release();
        callMemory.release();
    }

    /** True once the client's response has ended with this answer, so that nothing more can be told. */
    boolean closed() {
        return outcome.finished() && !response.moreToFollow();
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
        return rounds;
    }

    RetryState retries() {
        return retries;
    }

    /** The response, for the log: when its first part came, and how it was kept alive. */
    ResponseStream response() {
        return response;
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
        return rounds.uncut() && !outcome.usage().estimated();
    }

    String requestId() {
        return client.requestId();
    }

    /** What the client asks. */
    public Conversation conversation() {
        return conversation;
    }

    /** The endpoint of the model. */
    public Endpoint endpoint() {
        return models.endpoint();
    }
}
