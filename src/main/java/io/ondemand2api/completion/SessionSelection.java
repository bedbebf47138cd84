package io.ondemand2api.completion;

import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.SessionResponse;
import java.time.Duration;
import org.apache.camel.Exchange;

/** With which key and in which session an attempt asks. */
public final class SessionSelection {

    private final KeyPool keys;
    private final SessionManager sessions;

    /**
     * @param keys which key serves an attempt
     * @param sessions those that are warm, or remember a conversation
     */
    public SessionSelection(KeyPool keys, SessionManager sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /** Lets the first attempt go on in the session that remembers the conversation, with that session's key. */
    public void resumeSession(Exchange exchange) throws InterruptedException {
        CompletionContext completion = CompletionContext.of(exchange);
        if (!sessions.reuses() || completion.retries().made() > 0) {
            return;
        }
        Fingerprint fingerprint = new Fingerprint(
                ClientSteps.of(exchange).label(), completion.endpoint().id(), completion.conversation());
        completion.fingerprint(fingerprint);
        SessionManager.Resumption resumed = sessions.resume(fingerprint);
        String only = RouteSettings.of(exchange).keyLabel();
        if (resumed != null && only != null && !only.equals(resumed.lease().label())) {
            resumed.lease().close();
            sessions.discard(resumed.session());
        } else if (resumed != null) {
            completion.attempt().lease(resumed.lease());
            completion.attempt().session(resumed.session(), fingerprint.knownTurns());
        }
    }

    /** Takes a key for the attempt, unless it has one. */
    public void leaseKey(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext completion = CompletionContext.of(exchange);
        if (completion.attempt().lease() == null) {
            RetryState budget = completion.retries();
            long before = System.nanoTime();
            completion
                    .attempt()
                    .lease(keys.lease(
                            budget.waitLeft(), RouteSettings.of(exchange).keyLabel()));
            budget.waited(Duration.ofNanos(System.nanoTime() - before));
        }
    }

    /** Takes a warm session of the key, unless the attempt has one. */
    public void takeWarmSession(Exchange exchange) {
        Attempt attempt = CompletionContext.of(exchange).attempt();
        if (attempt.session() == null) {
            attempt.session(sessions.ready(attempt.lease()), 0);
        }
    }

    /** True when the attempt has no session to ask in. */
    public boolean needsSession(Exchange exchange) {
        return CompletionContext.of(exchange).attempt().session() == null;
    }

    /** Makes the message the request for a new session. */
    public void createSession(Exchange exchange) throws GatewayException {
        CompletionContext completion = CompletionContext.of(exchange);
        completion.retries().attemptCalls();
        AttemptCalls.prepare(
                exchange,
                completion,
                SessionManager.creation(completion.attempt().lease()));
    }

    /** Keeps the id of the session that was created. */
    public void sessionCreated(Exchange exchange) throws GatewayException {
        Attempt attempt = CompletionContext.of(exchange).attempt();
        String id = SessionResponse.id(UpstreamSteps.of(exchange).body());
        attempt.session(new OnDemandSession(id, attempt.lease().label(), false), 0);
    }

    /** Lets the next attempt ask in another session: what the model remembers of a failed one is unknown. */
    void forget(CompletionContext completion) {
        Attempt attempt = completion.attempt();
        if (attempt.session() != null) {
            sessions.discard(attempt.session());
            attempt.session(null, 0);
        }
    }
}
