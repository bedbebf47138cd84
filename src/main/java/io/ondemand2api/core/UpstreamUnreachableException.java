package io.ondemand2api.core;

/**
 * The address itself fails, with every key: no connection, no response, or a gateway in front that says so. A class
 * of its own, so that the circuit breaker of the route can name what it records.
 */
public final class UpstreamUnreachableException extends GatewayException {

    private static final long serialVersionUID = 1L;

    private final ConnectionFault fault;

    /**
     * @param failure {@link Failure#UPSTREAM_UNREACHABLE}, {@link Failure#UPSTREAM_ERROR} or
     *     {@link Failure#UPSTREAM_TIMEOUT}
     * @param fault what is wrong with the connection
     * @param message one or two sentences for the caller
     */
    public UpstreamUnreachableException(Failure failure, ConnectionFault fault, String message) {
        super(failure, message);
        this.fault = fault;
    }

    @Override
    public String detail() {
        return fault.phrase();
    }
}
