package io.ondemand2api.core;

/**
 * The caller went away. That is no failure of the upstream, so the circuit breaker of the route ignores this class by
 * its name.
 */
public final class ClientClosedException extends GatewayException {

    private static final long serialVersionUID = 1L;

    public ClientClosedException() {
        super(Failure.CLIENT_CLOSED, "The client closed the connection.");
    }
}
