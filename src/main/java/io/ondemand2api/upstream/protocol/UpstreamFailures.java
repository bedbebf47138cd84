package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.ConnectionFault;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SpuriousRefusalException;
import io.ondemand2api.core.UpstreamUnreachableException;
import java.time.Duration;

/**
 * The one table by which every path classifies what the upstream says: status and error code to a class of failure. Valid
 * keys get a 401, 403 or 404 now and then, so these count as spurious at first; the retry policy decides when they
 * are final.
 */
public final class UpstreamFailures {

    /** The most of an error's body that is read, in bytes. */
    public static final int MAX_BODY_BYTES = ErrorBody.MAX_BYTES;

    private static final int MAX_NAME = 200;

    private UpstreamFailures() {}

    /**
     * Classifies an answer that is no 2xx.
     *
     * @param status the HTTP status
     * @param retryAfter the upstream's own wish, or null
     * @param body at most the first {@link #MAX_BODY_BYTES} bytes of the answer
     * @param model the caller's name of the model
     */
    public static GatewayException of(int status, Duration retryAfter, byte[] body, String model) {
        ErrorBody error = ErrorBody.parse(body, 0, Math.min(body.length, MAX_BODY_BYTES));
        GatewayException ofCaller = callersFault(error.errorCode(), error, model);
        if (ofCaller != null) {
            return ofCaller;
        }
        return switch (status) {
            case 400, 413, 415, 422 -> refused();
            case 401 -> spurious(keyRefused());
            case 402 -> keyRefused();
            case 403 -> error.json() ? spurious(keyRefused()) : unreachable(ConnectionFault.FOREIGN_PAGE);
            case 404 ->
                "not_found".equals(error.errorCode())
                        ? new GatewayException(Failure.SESSION_GONE, "The model's session is gone.")
                        : spurious(failed());
            case 429 -> throttled(retryAfter);
            // 407 comes from a proxy on the way
            case 407 -> unreachable(ConnectionFault.PROXY_REFUSED);
            case 502, 503, 504 -> unreachable(ConnectionFault.GATEWAY_STATUS);
            default -> status >= 520 ? unreachable(ConnectionFault.GATEWAY_STATUS) : failed();
        };
    }

    /** Classifies a failure that came as an event of the stream. */
    public static GatewayException of(OnDemandEvent.Failed event, String model) {
        ErrorBody error = new ErrorBody(event.errorCode(), event.message(), true);
        GatewayException ofCaller = callersFault(event.errorCode(), error, model);
        if (ofCaller != null) {
            return ofCaller;
        }
        return switch (event.errorCode() == null ? "" : event.errorCode()) {
            case "unauthenticated", "unauthorized" -> spurious(keyRefused());
            case EventStream.NO_CREDIT -> new CreditExhaustedException();
            case "rate_limit_exceeded" -> throttled(null);
            case "invalid_request" -> refused();
            default -> failed();
        };
    }

    private static GatewayException callersFault(String errorCode, ErrorBody error, String model) {
        if ("context_length_exceeded".equals(errorCode)) {
            return new GatewayException(
                    Failure.CONTEXT_LENGTH_EXCEEDED,
                    "This conversation is longer than the model's context. Please shorten the messages.");
        }
        if ("content_policy_violation".equals(errorCode)) {
            return new GatewayException(
                    Failure.CONTENT_POLICY_VIOLATION, "The model refuses this content as a violation of its policy.");
        }
        boolean aboutEndpoint = "invalid_request".equals(errorCode) || "not_found".equals(errorCode);
        if (aboutEndpoint && error.says("ndpoint") && (error.says("is not active") || error.says("not found"))) {
            return modelNotFound(model);
        }
        return null;
    }

    /** The failure of asking for a model that is not there. */
    public static GatewayException modelNotFound(String model) {
        String shown = model.length() > MAX_NAME ? model.substring(0, MAX_NAME) + "…" : model;
        return new GatewayException(
                Failure.MODEL_NOT_FOUND, "The model `" + shown + "` does not exist or you do not have access to it.");
    }

    /** It took longer than a limit allows. */
    public static GatewayException tooLong() {
        return new GatewayException(Failure.UPSTREAM_TIMEOUT, "The model's service took too long. Please try again.");
    }

    /** No connection, or one that broke before an answer came. */
    public static GatewayException unreachable(ConnectionFault fault) {
        return new UpstreamUnreachableException(
                Failure.UPSTREAM_UNREACHABLE, fault, "The model's service cannot be reached at the moment.");
    }

    /** The key is refused for good. */
    public static GatewayException keyRefused() {
        return new GatewayException(Failure.KEY_REFUSED, "The model's service refuses the gateway's credentials.");
    }

    /** The stream ended before the answer did. */
    public static GatewayException truncated() {
        return new GatewayException(
                Failure.TRUNCATED_ANSWER, "The model's service broke off before the answer was complete.");
    }

    /** More than one answer may bring. */
    public static GatewayException overlong() {
        return new GatewayException(
                Failure.OVERLONG_ANSWER, "The model's service sent more than the gateway takes of one answer.");
    }

    /** An unreadable event. */
    public static GatewayException badFrame() {
        return new GatewayException(Failure.BAD_FRAME, "The model's service sent an answer that cannot be read.");
    }

    /** Success without a word. */
    public static GatewayException empty() {
        return new GatewayException(Failure.EMPTY_ANSWER, "The model's service gave an empty answer.");
    }

    /** A kept-alive connection that the other side had closed. */
    public static GatewayException stale() {
        return new GatewayException(Failure.STALE_CONNECTION, "The connection to the model's service was stale.");
    }

    private static GatewayException refused() {
        return new GatewayException(Failure.INVALID_REQUEST, "The model's service refuses this request.");
    }

    private static GatewayException spurious(GatewayException meant) {
        return new SpuriousRefusalException(meant);
    }

    private static GatewayException throttled(Duration retryAfter) {
        return new GatewayException(
                Failure.KEY_THROTTLED, "The model's service asks for fewer requests at the moment.", retryAfter);
    }

    /** The upstream says that it cannot. */
    public static GatewayException failed() {
        return new GatewayException(Failure.UPSTREAM_ERROR, "The model's service reported a fault of its own.");
    }
}
