package io.ondemand2api.completion;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.prompt.ToolPrompt;
import io.ondemand2api.server.ClientConnection;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.EventSink;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.MessageResponse;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One answer on its way from the upstream to one client, over as many attempts as it takes. Until parts of it have left
 * for the client a failure keeps its status, and retries are invisible to the client. Events are handled by one thread at
 * a time; the timer and the client's leaving only abort.
 */
public final class CompletionContext implements Monitored, EventSink {

    /** So many characters are read in a few milliseconds at most. */
    private static final int SLICE = 4096;

    private final ClientConnection client;
    private final Conversation conversation;
    private final Endpoint endpoint;
    private final RetryState retries;
    private final CompletionListener listener;
    private final long started;
    private final CountDownLatch clientLeft = new CountDownLatch(1);
    private final AnswerMemory.Share answerMemory;
    private final AnswerMemory.Share callMemory;
    private final ResponseStream response;
    private final AnswerRounds rounds;
    private final Attempt attempt;
    private final StreamResume resume;
    private Fingerprint fingerprint;
    private volatile boolean finished;
    private volatile long finishedAt;
    private boolean sessionKept;
    private Usage usage;

    /**
     * @param request what the client asks, and how its answer is rendered
     * @param headers of the response
     * @param listener told when the client has its answer
     * @param started when the request came in, by {@link System#nanoTime()}
     */
    CompletionContext(
            ClientConnection client,
            ParsedRequest request,
            Endpoint endpoint,
            Map<String, String> headers,
            RetryState retries,
            UsageEstimate estimate,
            AnswerMemory memory,
            CompletionListener listener,
            long started) {
        this.client = client;
        this.conversation = request.conversation();
        this.endpoint = endpoint;
        this.retries = retries;
        this.listener = listener;
        this.started = started;
        this.answerMemory = memory.share();
        this.callMemory = memory.share();
        this.response = new ResponseStream(client, request.renderers(), headers, callMemory);
        this.rounds = new AnswerRounds(conversation, response::part, estimate, answerMemory, response.streaming());
        this.attempt = new Attempt(client, answerMemory);
        this.resume = new StreamResume(retries.resume());
        client.whenClosed(this::clientLeft);
    }

    private void clientLeft() {
        clientLeft.countDown();
        if (!finished) {
            attempt.abort(new ClientClosedException());
        }
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

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        response.restart();
        rounds.restart();
        resume.restart();
    }

    /** True when the model has to be asked to correct its answer. */
    boolean repairDue() {
        return rounds.repairDue();
    }

    /** Begins the repair round. */
    void startRepair() {
        boolean committed = response.committed();
        if (!committed) {
            response.restart();
        }
        rounds.startRepair(committed);
        resume.restart();
    }

    /** What the model is asked in this round. */
    Conversation asked() {
        return rounds.asked();
    }

    /** The turns that the attempt's session does not know yet, in words. */
    List<Turn> newTurns() {
        return attempt.newTurns(rounds.asked());
    }

    /** A file that the attempt's session was not given yet, or null. */
    public Attachment toUpload() {
        return attempt.toUpload(rounds.asked());
    }

    /** Waits before the next attempt, but not for a client that is gone. */
    void pause(Duration time) throws ClientClosedException, InterruptedException {
        if (clientLeft.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ClientClosedException();
        }
    }

    @Override
    public void accept(List<OnDemandEvent> events) {
        UpstreamCall call = attempt.call();
        if (call.aborted()) {
            return;
        }
        try {
            for (int i = 0; i < events.size() && !satisfied(); i++) {
                accept(events.get(i), call);
            }
            if (!finished && !response.flush()) {
                call.abort(new ClientClosedException());
            }
        } catch (GatewayException failure) {
            call.fail(failure);
            call.abort(null);
        }
    }

    private void accept(OnDemandEvent event, UpstreamCall call) throws GatewayException {
        if (event instanceof OnDemandEvent.Fulfillment words) {
            say(resume.words(words.delta(), call.position()), call);
        } else if (event instanceof OnDemandEvent.Thinking thinking) {
            rounds.think(resume.thoughts(thinking.delta()));
        } else if (event instanceof OnDemandEvent.Metrics metrics) {
            end(metrics, call);
        } else if (event instanceof OnDemandEvent.Done) {
            end(null, call);
        } else if (event instanceof OnDemandEvent.Failed failed) {
            // ends the call, too: nothing that may follow is worth waiting for
            throw UpstreamFailures.of(failed, conversation.model());
        }
    }

    /**
     * A delta may be a whole answer, and reading calls in it takes time in proportion to it: other clients of the same
     * event loop have their turn between two slices.
     */
    private void say(String delta, UpstreamCall call) throws GatewayException {
        for (int from = 0; from < delta.length() && !satisfied(); ) {
            int to = sliceEnd(delta, from);
            if (from > 0) {
                Thread.yield();
            }
            if (rounds.say(delta.substring(from, to))) {
                finish(null, call);
                call.abort(null);
            }
            from = to;
        }
    }

    private static int sliceEnd(String delta, int from) {
        int to = Math.min(delta.length(), from + SLICE);
        boolean split = to < delta.length() && Character.isHighSurrogate(delta.charAt(to - 1));
        return split ? to + 1 : to;
    }

    /**
     * Takes the rest of an answer whose stream broke from its message.
     *
     * @throws GatewayException when the message is not the same answer, or not whole
     */
    void complete(MessageResponse message) throws GatewayException {
        if (!message.completed()) {
            throw UpstreamFailures.truncated();
        }
        UpstreamCall call = attempt.call();
        say(resume.rest(message.answer()), call);
        if (!satisfied()) {
            finish(message.metrics(), call);
        }
    }

    /** The upstream said all it had to say; an empty answer is a failure with any status. */
    private void end(OnDemandEvent.Metrics metrics, UpstreamCall call) throws GatewayException {
        resume.ends();
        finish(metrics, call);
    }

    private void finish(OnDemandEvent.Metrics metrics, UpstreamCall call) throws GatewayException {
        if (!rounds.spoke()) {
            throw UpstreamFailures.empty();
        }
        if (rounds.conclude()) {
            finish(rounds.usage(metrics, attempt.inWords(rounds.asked().turns())));
        } else {
            call.abort(null);
        }
    }

    private void finish(Usage cost) {
        usage = cost;
        response.part(new AnswerPart.Finished(rounds.finishReason(), cost, rounds.stop()));
        finishedAt = System.nanoTime();
        finished = true;
        // before the end is sent: the client's next turn may come right after it; what a session holds of a resumed
        // answer is not known
        sessionKept = !response.moreToFollow() && !resume.tried() && listener.keepSession(this);
        response.end(usage.estimated());
        attempt.lease().succeeded();
        attempt.lease().close();
        if (response.moreToFollow()) {
            // the next answer need not wait for the end of the upstream's stream
            attempt.call().abort(null);
        } else {
            listener.answered(this);
        }
    }

    /** Ends a stream that has begun with the failure it ended by. */
    void failWithin(GatewayException failure) {
        response.fail(failure);
    }

    @Override
    public boolean satisfied() {
        return finished || rounds.repairDue();
    }

    @Override
    public boolean asksWith(String words) {
        Conversation asked = rounds.asked();
        return ToolPrompt.instructions(asked).toLowerCase(Locale.ROOT).contains(words)
                || asked.turns().stream()
                        .anyMatch(turn -> turn.text().toLowerCase(Locale.ROOT).contains(words));
    }

    @Override
    public void tick(long now, TimeLimits times) {
        if (!finished) {
            response.keepAlive(now, times.keepAlive());
        }
        boolean overdue = !finished && now - started > times.total();
        if (overdue) {
            retries.exhaust();
        }
        UpstreamCall open = attempt.call();
        if (open == null || client.waiting()) {
            return;
        }
        if (finished) {
            if (now - finishedAt > times.tail()) {
                attempt.abort(null);
            }
        } else if (overdue || times.exceeded(open, now)) {
            attempt.abort(UpstreamFailures.tooLong());
        }
    }

    @Override
    public boolean forClient() {
        return true;
    }

    /** Lets the client have no more than it has; a stream that only runs out behind a whole answer just ends. */
    @Override
    public void cut(GatewayException why) {
        retries.exhaust();
        attempt.abort(finished ? null : why);
    }

    /** Gives back the key and all memory that was counted for this answer. */
    void release() {
        attempt.release();
        answerMemory.release();
        callMemory.release();
    }

    /** True once parts have left for the client, after which no other attempt may be made. */
    boolean committed() {
        return response.committed();
    }

    /** True once the client has its whole answer. */
    public boolean finished() {
        return finished;
    }

    /** True once the client's response has ended with this answer, so that nothing more can be told. */
    boolean closed() {
        return finished && !response.moreToFollow();
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

    /** The answer as the client has it and will send it back. */
    Turn answer() {
        return rounds.turn();
    }

    /** True when the client has all that the model said, and the upstream has said that this was all. */
    boolean uncut() {
        return rounds.uncut() && !usage.estimated();
    }

    /** True when its session may be asked again. */
    boolean sessionKept() {
        return sessionKept;
    }

    String requestId() {
        return client.requestId();
    }

    /** When the client had its whole answer, by {@link System#nanoTime()}; 0 while it has not. */
    long finishedAt() {
        return finishedAt;
    }

    /** What the client asks. */
    public Conversation conversation() {
        return conversation;
    }

    /** The endpoint of the model. */
    public Endpoint endpoint() {
        return endpoint;
    }

    FinishReason finishReason() {
        return rounds.finishReason();
    }

    /** What the answer cost; null while it has not ended. */
    public Usage usage() {
        return usage;
    }
}
