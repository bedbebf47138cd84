package io.ondemand2api.completion;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyState;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.observation.ObservedRequest;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.sessions.SessionSteps;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.CreditExhaustedException;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.SessionResponse;
import io.ondemand2api.upstream.protocol.UpstreamBodies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private static final Logger LOG = LoggerFactory.getLogger(CompletionSteps.class);
    private static final String ANSWERING = "answering";

    private final KeyPool keys;
    private final EndpointRegistry endpoints;
    private final SessionSteps sessions;
    private final DeadlineMonitor watch;
    private final RetryPolicy.Settings attempts;
    private final Duration keyPatience;
    private final UsageEstimate estimate;
    private final AnswerMemory memory;

    public CompletionSteps(
            KeyPool keys,
            EndpointRegistry endpoints,
            SessionSteps sessions,
            DeadlineMonitor watch,
            RetryPolicy.Settings attempts,
            Duration keyPatience,
            UsageEstimate estimate,
            AnswerMemory memory) {
        this.keys = keys;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.watch = watch;
        this.attempts = attempts;
        this.keyPatience = keyPatience;
        this.estimate = estimate;
        this.memory = memory;
    }

    public static CompletionContext of(Exchange exchange) {
        return exchange.getProperty(ANSWERING, CompletionContext.class);
    }

    /** Finds the model and sets out; headers that the route has set become headers of the answer. */
    public void begin(Exchange exchange) throws GatewayException {
        ParsedRequest asked = ParsedRequest.of(exchange);
        Endpoint endpoint = endpoints.resolve(asked.conversation().model());
        CompletionContext answering = new CompletionContext(
                ClientSteps.of(exchange).connection(),
                asked.conversation(),
                endpoint,
                asked.writers(),
                headers(exchange, asked.writers().get()),
                new RetryPolicy(attempts, keyPatience, keys.size()),
                estimate,
                memory,
                sessions::keep,
                System.nanoTime() - exchange.getClock().elapsed() * 1_000_000);
        exchange.setProperty(ANSWERING, answering);
        answering.whenClosed(() -> closed(exchange, answering));
        watch.add(answering);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                EventLoopThreads.offLoop(() -> done(answering));
            }
        });
    }

    /** The client has its whole answer, while the upstream's stream may run on for some time. */
    private void closed(Exchange exchange, CompletionContext answering) {
        if (!answering.resumed()) {
            sessions.answered(answering.lease());
        }
        RequestObserver.ended(exchange);
    }

    private void done(CompletionContext answering) {
        watch.remove(answering);
        answering.release();
        answering.forget();
        endTurn(answering);
    }

    private static Map<String, String> headers(Exchange exchange, ResponseRenderer writer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", writer.contentType());
        if (writer.streaming()) {
            // no proxy on the way may keep a stream, nor hold it back to fill a buffer
            headers.put("Cache-Control", "no-cache");
            headers.put("X-Accel-Buffering", "no");
        }
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel")) {
                headers.put(name, value.toString());
            }
        });
        return headers;
    }

    /** True while another attempt is due. */
    public boolean unfinished(Exchange exchange) {
        return !of(exchange).finished();
    }

    /** Takes a key for the next attempt, unless the last one's is kept. */
    public void leaseKey(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext answering = of(exchange);
        if (answering.repairing()) {
            RequestObserver.of(exchange).attemptEnds(null);
            forgetSession(answering);
            answering.askAgain();
        }
        if (answering.lease() == null && answering.attempts().made() == 0) {
            sessions.resume(answering, ClientSteps.of(exchange).label());
        }
        if (answering.lease() == null) {
            RetryPolicy budget = answering.attempts();
            long before = System.nanoTime();
            answering.lease(keys.lease(budget.patience()));
            budget.waited(Duration.ofNanos(System.nanoTime() - before));
        }
        if (answering.session() == null) {
            answering.session(sessions.ready(answering.lease()), 0);
        }
    }

    /** True when the attempt has no session to ask in. */
    public boolean needsSession(Exchange exchange) {
        return of(exchange).session() == null;
    }

    /** Makes the message the request for a new session. */
    public void createSession(Exchange exchange) throws GatewayException {
        CompletionContext answering = of(exchange);
        UpstreamCall call = new UpstreamCall(
                UpstreamCall.Kind.CREATE_SESSION,
                answering.lease(),
                answering.conversation().model());
        observe(exchange, answering, call);
        answering.start(call);
        UpstreamSteps.prepare(exchange, call, HttpMethods.POST, "/chat/v1/sessions", SessionSteps.newSession());
    }

    /** Keeps the id of the session that was created. */
    public void sessionCreated(Exchange exchange) throws GatewayException {
        CompletionContext answering = of(exchange);
        String id = SessionResponse.id(UpstreamSteps.of(exchange).body());
        answering.session(new OnDemandSession(id, answering.lease().label(), false), 0);
    }

    /** Makes the message the query with the whole conversation. */
    public void askQuestion(Exchange exchange) throws GatewayException {
        CompletionContext answering = of(exchange);
        Conversation conversation = answering.asked();
        UpstreamCall call = new UpstreamCall(UpstreamCall.Kind.QUERY, answering.lease(), conversation.model());
        answering.attempts().count();
        observe(exchange, answering, call).attemptAsks(answering.session().id());
        answering.start(call);
        answering.session().turnStarts();
        if (!answering.resumed()) {
            sessions.begun(answering.lease());
        }
        UpstreamSteps.prepare(
                exchange,
                call,
                HttpMethods.POST,
                "/chat/v1/sessions/" + answering.session().id() + "/query",
                UpstreamBodies.query(conversation, answering.newTurns(), answering.endpoint()));
    }

    private static ObservedRequest observe(Exchange exchange, CompletionContext answering, UpstreamCall call) {
        ObservedRequest observed = RequestObserver.of(exchange);
        call.traceHeaders(observed.attemptCalls(
                answering.conversation().model(),
                answering.endpoint().id(),
                call.lease().label()));
        return observed;
    }

    /**
     * Decides what follows a failed attempt, and tells the key how it fared.
     *
     * @throws AnswerException the failure, when there is no other attempt to make
     */
    public void failOver(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext answering = of(exchange);
        GatewayException failure = CaughtFailure.failure(exchange);
        if (answering.finished()) {
            return;
        }
        ObservedRequest observed = RequestObserver.of(exchange);
        observed.attemptEnds(failure.failure().label());
        KeyLease lease = answering.lease();
        if (lease == null) {
            throw failure;
        }
        if (failure instanceof CreditExhaustedException && !believed(answering)) {
            answering.release();
            throw failure;
        }
        RetryPolicy.Decision decision = answering.begun()
                ? RetryPolicy.Decision.giveUp(failure)
                : answering.attempts().after(failure);
        if (decision.judged() != null) {
            lease.failed(decision.judged());
        }
        if (!decision.again()) {
            answering.release();
            throw decision.judged();
        }
        if (!decision.sameKey()) {
            observed.rotates(failure.failure().label());
            answering.release();
        }
        if (failure.failure() == Failure.SESSION_GONE) {
            LOG.info("{} goes on in a new session: OnDemand does not know the old one any more", answering.requestId());
        }
        if (!decision.sameKey() || failure.failure() == Failure.SESSION_GONE) {
            forgetSession(answering);
        }
        answering.restart();
        answering.pause(decision.pause());
    }

    /**
     * A model can be talked into any words, those of empty credit too. So one request takes one key out by them at most,
     * and never the last that is up.
     */
    private boolean believed(CompletionContext answering) {
        String label = answering.lease().label();
        return answering.attempts().believesWords()
                && keys.status().stream()
                        .anyMatch(key ->
                                key.state() == KeyState.UP && !key.label().equals(label));
    }

    /** What the model remembers of a failed attempt is unknown. */
    private void forgetSession(CompletionContext answering) {
        if (answering.session() != null) {
            sessions.discard(answering.session());
            answering.session(null, 0);
        }
    }

    /** The upstream's stream has ended, too: its session may be asked again, or never. */
    private void endTurn(CompletionContext answering) {
        OnDemandSession session = answering.session();
        if (session == null) {
            return;
        }
        boolean clean = answering.finished() && answering.call().isDrained();
        sessions.turnEnded(session, clean && answering.kept());
    }
}
