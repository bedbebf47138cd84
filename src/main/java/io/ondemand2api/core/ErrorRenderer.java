package io.ondemand2api.core;

import java.util.Map;

/** Writes an error as the clients of one dialect know it: one object, and nothing beside it. Safe for several threads. */
public interface ErrorRenderer {

    /** Why a path of the dialect is not served, as a part of a sentence; null when there is no such path. */
    default String unserved(String path) {
        return null;
    }

    /** The HTTP status by which the dialect's clients know this error. */
    default int status(GatewayError error) {
        return error.status();
    }

    /**
     * The headers that go with it; the names in the spelling that clients look for.
     *
     * @param requestId by which client and operator know the request, or null when it has no id yet
     */
    Map<String, String> headers(GatewayError error, String requestId);

    /**
     * The body.
     *
     * @param requestId by which client and operator know the request, or null when it has no id yet
     */
    byte[] body(GatewayError error, String requestId);
}
