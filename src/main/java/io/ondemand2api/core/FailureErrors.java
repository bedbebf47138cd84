package io.ondemand2api.core;

import java.time.Duration;

/** The one table of what each {@link Failure} is for the client: status, code, and how long to wait. */
final class FailureErrors {

    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

    /** How long a key rests when the upstream did not say. */
    private static final Duration KEY_REST = Duration.ofSeconds(30);

    /** How long a refused key stays out. */
    private static final Duration KEY_BAN = Duration.ofMinutes(10);

    private FailureErrors() {}

    static GatewayError of(GatewayException failure) {
        String message = failure.getMessage();
        Duration wait = failure.retryAfter();
        return switch (failure.failure()) {
            case INVALID_REQUEST -> invalidRequest(failure);
            case MODEL_NOT_FOUND -> GatewayError.refused(404, "model_not_found", message);
            case CONTEXT_LENGTH_EXCEEDED -> GatewayError.refused(400, "context_length_exceeded", message);
            case CONTENT_POLICY_VIOLATION -> GatewayError.refused(400, "content_policy_violation", message);
            case CLIENT_CLOSED -> GatewayError.refused(499, "client_closed_request", message);
            case KEY_THROTTLED, ALL_KEYS_THROTTLED -> throttled(message, wait, KEY_REST);
            case CLIENT_THROTTLED -> throttled(message, wait, SHORT_WAIT);
            case CIRCUIT_OPEN -> unavailable("upstream_unavailable", message, wait, SHORT_WAIT);
            case KEY_REFUSED, NO_USABLE_KEY -> unavailable("upstream_unavailable", message, wait, KEY_BAN);
            case UPSTREAM_UNREACHABLE -> unavailable("upstream_unavailable", message, wait, SHORT_WAIT);
            case OVERLOADED -> unavailable("server_is_overloaded", message, wait, SHORT_WAIT);
            case SHUTTING_DOWN -> unavailable("server_shutting_down", message, wait, SHORT_WAIT);
            case SESSION_GONE,
                    STALE_CONNECTION,
                    SPURIOUS_REFUSAL,
                    UPSTREAM_ERROR,
                    BAD_FRAME,
                    TRUNCATED_ANSWER,
                    OVERLONG_ANSWER,
                    EMPTY_ANSWER -> new GatewayError(502, "upstream_error", message, null, wait);
            case UNFIT_ANSWER -> new GatewayError(502, GatewayError.INVALID_MODEL_OUTPUT, message, null, wait);
            case UPSTREAM_TIMEOUT -> new GatewayError(504, "upstream_timeout", message, null, wait);
            case INTERNAL -> GatewayError.internal(message);
        };
    }

    private static GatewayError invalidRequest(GatewayException failure) {
        if (failure instanceof InvalidRequestException invalid) {
            return new GatewayError(400, invalid.code(), invalid.getMessage(), invalid.param(), null);
        }
        if (failure instanceof RequestTooLargeException) {
            return GatewayError.refused(413, "request_too_large", failure.getMessage());
        }
        return GatewayError.refused(400, null, failure.getMessage());
    }

    private static GatewayError throttled(String message, Duration wait, Duration otherwise) {
        return new GatewayError(429, "rate_limit_exceeded", message, null, wait == null ? otherwise : wait);
    }

    private static GatewayError unavailable(String code, String message, Duration wait, Duration otherwise) {
        return new GatewayError(503, code, message, null, wait == null ? otherwise : wait);
    }
}
