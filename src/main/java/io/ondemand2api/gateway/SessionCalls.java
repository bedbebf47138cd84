package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.Failure;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.ondemand.OnDemandSession;
import io.ondemand2api.ondemand.SessionAnswer;
import io.ondemand2api.ondemand.WarmSessions;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes {@code warm-session} and {@code delete-session}, which no client waits for. In routes they are
 * called {@code sessions.…}.
 */
public final class SessionCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SessionCalls.class);

    private final KeyPool keys;
    private final WarmSessions warm;
    private final Watch watch;

    SessionCalls(KeyPool keys, WarmSessions warm, Watch watch) {
        this.keys = keys;
        this.warm = warm;
        this.watch = watch;
    }

    /** Makes the message the request for a session to lie ready. */
    public void askWarm(Exchange exchange) throws AnswerException {
        KeyLease lease = lease(exchange.getProperty(Sessions.LABEL, String.class));
        UpstreamCall call = new UpstreamCall(UpstreamCall.Kind.CREATE_SESSION, lease, "");
        watch.add(call);
        OnDemandCalls.prepare(exchange, call, HttpMethods.POST, "/chat/v1/sessions", Sessions.newSession());
    }

    private KeyLease lease(String label) throws AnswerException {
        KeyLease lease = keys.leaseOf(label);
        if (lease == null) {
            throw new AnswerException(Failure.NO_USABLE_KEY, "The session's key cannot be used now.");
        }
        return lease;
    }

    /** Takes up the session that was made. */
    public void warmed(Exchange exchange) throws AnswerException {
        UpstreamCall call = OnDemandCalls.of(exchange);
        warm.made(
                new OnDemandSession(SessionAnswer.id(call.body()), call.lease().label(), true));
        call.lease().succeeded();
        exchange.removeProperty(Sessions.LABEL);
    }

    /** No session was made; the next conversation with this key makes its own. */
    public void notWarmed(Exchange exchange) {
        String label = exchange.getProperty(Sessions.LABEL, String.class);
        if (label != null) {
            warm.failed(label);
        }
        UpstreamCall call = OnDemandCalls.of(exchange);
        AnswerException failure = Caught.failure(exchange);
        if (call != null && failure != null) {
            call.lease().failed(failure);
            LOG.debug("No session ready for {}: {}", label, failure.failure());
        }
    }

    /** Makes the message the request to delete the session. */
    public void askDelete(Exchange exchange) throws AnswerException {
        OnDemandSession session = exchange.getProperty(Sessions.SESSION, OnDemandSession.class);
        UpstreamCall call = new UpstreamCall(UpstreamCall.Kind.DELETE_SESSION, lease(session.key()), "");
        watch.add(call);
        OnDemandCalls.prepare(exchange, call, HttpMethods.DELETE, "/chat/v1/sessions/" + session.id(), null);
    }

    /** A session that could not be deleted is left to the upstream; the call is undocumented, so no key is blamed. */
    public void notDeleted(Exchange exchange) {
        AnswerException failure = Caught.failure(exchange);
        LOG.debug("A session was not deleted: {}", failure == null ? "fault" : failure.failure());
    }

    /** Gives the key back, whatever happened. */
    public void done(Exchange exchange) {
        UpstreamCall call = OnDemandCalls.of(exchange);
        if (call != null) {
            watch.remove(call);
            call.lease().close();
        }
    }
}
