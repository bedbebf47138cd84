package io.ondemand2api.core;

/** A request that is refused on entry, before any work on it. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient GatewayError error;

    public RefusedException(GatewayError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What to answer. */
    public GatewayError error() {
        return error;
    }
}
