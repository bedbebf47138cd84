package io.ondemand2api.completion;

import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyState;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.observation.ObservedRequest;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.CaughtFailure;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.CreditExhaustedException;
import io.ondemand2api.upstream.protocol.MessageResponse;
import io.ondemand2api.upstream.protocol.SessionResponse;
import io.ondemand2api.upstream.protocol.UpstreamBodies;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code answer}: lease a key, open a session, ask, and after a failure decide what next. In
 * routes they are called {@code answer.…}.
 */
public final class CompletionSteps {

    /** The header of a whole answer whose usage is an estimate. */
    public static final String USAGE_HEADER = ResponseStream.USAGE_HEADER;

    /** Its value. */
    public static final String ESTIMATED = ResponseStream.ESTIMATED;

    private static final Logger LOG = LoggerFactory.getLogger(CompletionSteps.class);
    private static final String COMPLETION = "completion";

    private final KeyPool keys;
    private final EndpointRegistry endpoints;
    private final SessionManager sessions;
    private final DeadlineMonitor deadlines;
    private final RetryPolicy retries;
    private final UsageEstimate estimate;
    private final AnswerMemory memory;

    /**
     * @param keys which key serves an attempt
     * @param endpoints the models
     * @param sessions which session an attempt asks in
     * @param deadlines ends what takes too long
     * @param retries how often a request is tried again
     * @param estimate counts tokens where the upstream does not say
     * @param memory bounds what all answers hold
     */
    public CompletionSteps(
            KeyPool keys,
            EndpointRegistry endpoints,
            SessionManager sessions,
            DeadlineMonitor deadlines,
            RetryPolicy retries,
            UsageEstimate estimate,
            AnswerMemory memory) {
        this.keys = keys;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.deadlines = deadlines;
        this.retries = retries;
        this.estimate = estimate;
        this.memory = memory;
    }

    /** The completion under way, or null before {@link #resolveModel}. */
    public static CompletionContext of(Exchange exchange) {
        return exchange.getProperty(COMPLETION, CompletionContext.class);
    }

    /**
     * Finds the endpoint of the model; headers that the route has set become headers of the response.
     *
     * @throws GatewayException when there is no such model
     */
    public void resolveModel(Exchange exchange) throws GatewayException {
        ParsedRequest request = ParsedRequest.of(exchange);
        CompletionContext completion = new CompletionContext(
                ClientSteps.of(exchange).connection(),
                request,
                endpoints.resolve(request.conversation().model()),
                ResponseHeaders.of(exchange, request.renderers().get()),
                new RetryState(retries, keys.size()),
                estimate,
                memory,
                new CompletionEnd(exchange, sessions),
                System.nanoTime() - exchange.getClock().elapsed() * 1_000_000);
        exchange.setProperty(COMPLETION, completion);
        deadlines.add(completion);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                EventLoopThreads.offLoop(() -> done(completion));
            }
        });
    }

    /** The upstream's stream has ended, too: its session may be asked again, or never. */
    private void done(CompletionContext completion) {
        deadlines.remove(completion);
        OnDemandSession session = completion.attempt().session();
        completion.release();
        if (session != null) {
            boolean clean = completion.finished() && completion.attempt().call().isDrained();
            sessions.turnEnded(session, clean && completion.sessionKept());
        }
    }

    /** True while another attempt is due. */
    public boolean unfinished(Exchange exchange) {
        return !of(exchange).finished();
    }

    /** True when the model has to be asked to correct its answer. */
    public boolean repairDue(Exchange exchange) {
        return of(exchange).repairDue();
    }

    /** Begins the repair round: with the same key, in another session. */
    public void startRepair(Exchange exchange) {
        CompletionContext completion = of(exchange);
        RequestObserver.of(exchange).attemptEnds(null);
        completion.retries().attemptEnds();
        forgetSession(completion);
        completion.startRepair();
    }

    /** Lets the first attempt go on in the session that remembers the conversation, with that session's key. */
    public void resumeSession(Exchange exchange) throws InterruptedException {
        CompletionContext completion = of(exchange);
        if (!sessions.reuses() || completion.retries().made() > 0) {
            return;
        }
        Fingerprint fingerprint = new Fingerprint(
                ClientSteps.of(exchange).label(), completion.endpoint().id(), completion.conversation());
        completion.fingerprint(fingerprint);
        SessionManager.Resumption resumed = sessions.resume(fingerprint);
        if (resumed != null) {
            completion.attempt().lease(resumed.lease());
            completion.attempt().session(resumed.session(), fingerprint.knownTurns());
        }
    }

    /** Takes a key for the attempt, unless it has one. */
    public void leaseKey(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext completion = of(exchange);
        if (completion.attempt().lease() == null) {
            RetryState budget = completion.retries();
            long before = System.nanoTime();
            completion.attempt().lease(keys.lease(budget.waitLeft()));
            budget.waited(Duration.ofNanos(System.nanoTime() - before));
        }
    }

    /** Takes a warm session of the key, unless the attempt has one. */
    public void takeWarmSession(Exchange exchange) {
        Attempt attempt = of(exchange).attempt();
        if (attempt.session() == null) {
            attempt.session(sessions.ready(attempt.lease()), 0);
        }
    }

    /** True when the attempt has no session to ask in. */
    public boolean needsSession(Exchange exchange) {
        return of(exchange).attempt().session() == null;
    }

    /** Makes the message the request for a new session. */
    public void createSession(Exchange exchange) throws GatewayException {
        CompletionContext completion = of(exchange);
        completion.retries().attemptCalls();
        call(exchange, completion, SessionManager.creation(completion.attempt().lease()));
    }

    /** Keeps the id of the session that was created. */
    public void sessionCreated(Exchange exchange) throws GatewayException {
        Attempt attempt = of(exchange).attempt();
        String id = SessionResponse.id(UpstreamSteps.of(exchange).body());
        attempt.session(new OnDemandSession(id, attempt.lease().label(), false), 0);
    }

    /** Makes the message the query with the whole conversation. */
    public void prepareQuery(Exchange exchange) throws GatewayException {
        CompletionContext completion = of(exchange);
        Attempt attempt = completion.attempt();
        String session = attempt.session().id();
        completion.retries().attemptCalls();
        call(
                exchange,
                completion,
                CallSpec.of(
                                CallSpec.Kind.QUERY,
                                attempt.lease(),
                                CallSpec.Target.json(HttpMethods.POST, "/chat/v1/sessions/" + session + "/query"),
                                UpstreamBodies.query(
                                        completion.asked(),
                                        completion.newTurns(),
                                        completion.endpoint(),
                                        completion.resume().position()))
                        .into(completion));
        RequestObserver.of(exchange).attemptAsks(session);
        if (completion.resume().step() == StreamResume.Step.RESUME) {
            return;
        }
        attempt.session().turnStarts();
        if (!attempt.resumed()) {
            sessions.begun(attempt.lease());
        }
    }

    /** True when the rest of an answer is to be read from its message, because its stream could not be resumed. */
    public boolean messageDue(Exchange exchange) {
        return of(exchange).resume().step() == StreamResume.Step.READ_MESSAGE;
    }

    /** Makes the message the request for the message of the answer under way. */
    public void prepareMessage(Exchange exchange) throws GatewayException {
        CompletionContext completion = of(exchange);
        Attempt attempt = completion.attempt();
        String session = attempt.session().id();
        String path = "/chat/v1/sessions/" + session + "/messages/"
                + completion.resume().position().messageId();
        call(
                exchange,
                completion,
                CallSpec.of(
                        CallSpec.Kind.READ_MESSAGE,
                        attempt.lease(),
                        CallSpec.Target.json(HttpMethods.GET, path),
                        null));
        RequestObserver.of(exchange).attemptAsks(session);
    }

    /** Gives the client the rest of its answer from the message that was read. */
    public void messageRead(Exchange exchange) throws GatewayException {
        of(exchange).complete(MessageResponse.of(UpstreamSteps.of(exchange).body()));
    }

    private static void call(Exchange exchange, CompletionContext completion, CallSpec spec) throws GatewayException {
        String model = completion.conversation().model();
        UpstreamCall call = new UpstreamCall(spec.forModel(model)
                .tracedBy(RequestObserver.of(exchange)
                        .attemptCalls(
                                model, completion.endpoint().id(), spec.lease().label()))
                .countedBy(completion.callMemory()));
        completion.start(call);
        UpstreamSteps.prepare(exchange, call);
    }

    /**
     * Decides what follows a failed attempt, and tells the key how it fared.
     *
     * @throws GatewayException the failure, when there is no other attempt to make
     */
    public void failOver(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext completion = of(exchange);
        GatewayException failure = CaughtFailure.failure(exchange);
        completion.attempt().abort(failure);
        if (completion.finished()) {
            return;
        }
        ObservedRequest observed = RequestObserver.of(exchange);
        observed.attemptEnds(failure.failure().label());
        completion.retries().attemptEnds();
        KeyLease lease = completion.attempt().lease();
        if (lease == null) {
            throw failure;
        }
        if (!completion.retries().exhausted()) {
            if (resumes(completion, failure)) {
                return;
            }
            failure = completion.resume().told(failure);
        }
        if (failure instanceof CreditExhaustedException && !believed(completion)) {
            completion.attempt().release();
            throw failure;
        }
        RetryDecision decision = completion.committed()
                ? RetryDecision.giveUp(failure)
                : completion.retries().after(failure);
        if (decision.judged() != null) {
            lease.failed(decision.judged());
        }
        if (!decision.again()) {
            completion.attempt().release();
            throw decision.judged();
        }
        if (!decision.sameKey()) {
            observed.rotates(failure.failure().label());
            completion.attempt().release();
        }
        if (failure.failure() == Failure.SESSION_GONE) {
            LOG.info(
                    "{} goes on in a new session: OnDemand does not know the old one any more", completion.requestId());
        }
        if (!decision.sameKey() || failure.failure() == Failure.SESSION_GONE) {
            forgetSession(completion);
        }
        completion.restart();
        completion.pause(decision.pause());
    }

    /** True when the answer whose stream broke goes on with the same key and session, and no other attempt is due. */
    private static boolean resumes(CompletionContext completion, GatewayException failure)
            throws ClientClosedException, InterruptedException {
        StreamResume resume = completion.resume();
        if (!resume.goesOn(failure, completion.attempt().call())) {
            return false;
        }
        LOG.debug("{} goes on after {}", completion.requestId(), failure.failure());
        completion.pause(resume.pause());
        return true;
    }

    /**
     * A model can be talked into any words, those of empty credit too. So one request takes one key out by them at most,
     * and never the last that is up.
     */
    private boolean believed(CompletionContext completion) {
        String label = completion.attempt().lease().label();
        return completion.retries().believesWords()
                && keys.status().stream()
                        .anyMatch(key ->
                                key.state() == KeyState.UP && !key.label().equals(label));
    }

    /** What the model remembers of a failed attempt is unknown. */
    private void forgetSession(CompletionContext completion) {
        Attempt attempt = completion.attempt();
        if (attempt.session() != null) {
            sessions.discard(attempt.session());
            attempt.session(null, 0);
        }
    }
}
