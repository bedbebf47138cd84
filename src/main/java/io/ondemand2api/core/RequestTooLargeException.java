package io.ondemand2api.core;

/** The request wants more memory than any request may have: trying again does not help. */
public final class RequestTooLargeException extends GatewayException {

    private static final long serialVersionUID = 1L;

    /** @param message what is too large */
    public RequestTooLargeException(String message) {
        super(Failure.INVALID_REQUEST, message);
    }
}
