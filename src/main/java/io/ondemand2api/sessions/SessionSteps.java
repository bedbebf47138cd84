package io.ondemand2api.sessions;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.CaughtFailure;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.SessionResponse;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes {@code warm-session} and {@code delete-session}, which no client waits for. In routes they are
 * called {@code sessions.…}.
 */
public final class SessionSteps {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSteps.class);

    private final KeyPool keys;
    private final WarmSessions warm;
    private final DeadlineMonitor watch;

    public SessionSteps(KeyPool keys, WarmSessions warm, DeadlineMonitor watch) {
        this.keys = keys;
        this.warm = warm;
        this.watch = watch;
    }

    /** Makes the message the request for a warm session. */
    public void askWarm(Exchange exchange) throws GatewayException {
        KeyLease lease = lease(SessionManager.LABEL.get(exchange));
        UpstreamCall call = new UpstreamCall(SessionManager.creation(lease));
        watch.add(call);
        UpstreamSteps.prepare(exchange, call);
    }

    private KeyLease lease(String label) throws GatewayException {
        KeyLease lease = keys.leaseOf(label);
        if (lease == null) {
            throw new GatewayException(Failure.NO_USABLE_KEY, "The session's key cannot be used now.");
        }
        return lease;
    }

    /** Takes up the session that was made. */
    public void warmed(Exchange exchange) throws GatewayException {
        UpstreamCall call = UpstreamSteps.of(exchange);
        warm.made(new OnDemandSession(
                SessionResponse.id(call.body()), call.lease().label(), true));
        call.lease().succeeded();
        SessionManager.LABEL.remove(exchange);
    }

    /** No session was made; the next conversation with this key makes its own. */
    public void notWarmed(Exchange exchange) {
        String label = SessionManager.LABEL.get(exchange);
        if (label != null) {
            warm.failed(label);
        }
        UpstreamCall call = UpstreamSteps.of(exchange);
        GatewayException failure = CaughtFailure.failure(exchange);
        if (call != null && failure != null) {
            call.lease().failed(failure);
            LOG.debug("No session ready for {}: {}", label, failure.failure());
        }
    }

    /** Makes the message the request to delete the session. */
    public void askDelete(Exchange exchange) throws GatewayException {
        OnDemandSession session = SessionManager.SESSION.get(exchange);
        UpstreamCall call = new UpstreamCall(CallSpec.of(
                CallSpec.Kind.DELETE_SESSION,
                lease(session.key()),
                CallSpec.Target.json(HttpMethods.DELETE, "/chat/v1/sessions/" + session.id()),
                null));
        watch.add(call);
        UpstreamSteps.prepare(exchange, call);
    }

    /** A session that could not be deleted is left to the upstream; the call is undocumented, so it counts against no key. */
    public void notDeleted(Exchange exchange) {
        GatewayException failure = CaughtFailure.failure(exchange);
        LOG.debug("A session was not deleted: {}", failure == null ? "fault" : failure.failure());
    }

    /** Gives the key back after success and failure. */
    public void done(Exchange exchange) {
        UpstreamCall call = UpstreamSteps.of(exchange);
        if (call != null) {
            watch.remove(call);
            call.lease().close();
        }
    }
}
