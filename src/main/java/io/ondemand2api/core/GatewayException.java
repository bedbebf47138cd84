package io.ondemand2api.core;

import java.time.Duration;

/**
 * Says why an answer cannot be given. Its message is written for the caller: it holds no key, no header and nothing
 * that the upstream or another user said.
 */
public class GatewayException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final transient Duration retryAfter;

    /**
     * @param failure the class of failure
     * @param message one or two sentences for the caller
     */
    public GatewayException(Failure failure, String message) {
        this(failure, message, null);
    }

    /**
     * @param failure the class of failure
     * @param message one or two sentences for the caller
     * @param retryAfter how long to wait before asking again, or null when unknown
     */
    public GatewayException(Failure failure, String message, Duration retryAfter) {
        // failures are part of the flow here: a stack trace would cost more than the rest of the request
        super(message, null, false, false);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** The class of failure. */
    public Failure failure() {
        return failure;
    }

    /** What is known of the cause beyond its class: a fixed phrase for logs, or null. */
    public String detail() {
        return null;
    }

    /** How long to wait before asking again, or null when unknown. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
