package io.ondemand2api.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the client is told of a failure, in every dialect: its status, code and headers; {@link FailureErrors} says which
 * failure has which. How it is written is up to the dialect's {@link ErrorRenderer}.
 *
 * @param status the HTTP status
 * @param code OpenAI's name for the error, or null
 * @param message one or two sentences for the caller; holds no secret
 * @param param the path of the field that is wrong, or null
 * @param retryAfter how long to wait before asking again, or null when nothing is gained by waiting
 */
public record GatewayError(int status, String code, String message, String param, Duration retryAfter) {

    static final String INVALID_MODEL_OUTPUT = "invalid_model_output";
    private static final String UNKNOWN_URL = "unknown_url";

    /** Some clients obey any wait, others none beyond a minute: longer ones are never named. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    public GatewayError {
        // clients insist on a message
        message = message == null ? "The request could not be served." : message;
    }

    /**
     * The error for a failure. Anything but an {@link GatewayException} is a fault of the gateway, of which the caller
     * learns nothing more.
     */
    public static GatewayError of(Throwable failure) {
        if (failure instanceof GatewayException known) {
            return FailureErrors.of(known);
        }
        return internal("The gateway had an error while processing your request. Sorry about that!");
    }

    /** 401: no key, or one that opens nothing. The key itself is never repeated. */
    public static GatewayError unauthorized(boolean keyGiven) {
        return keyGiven
                ? refused(401, "invalid_api_key", "Incorrect API key provided.")
                : refused(
                        401,
                        null,
                        "You didn't provide an API key. You need to provide your API key in an Authorization header "
                                + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
    }

    /** 401: more than one client key, of which none can be the right one. */
    public static GatewayError severalKeys() {
        return refused(401, "invalid_api_key", "You provided more than one API key. Send one, in a single header.");
    }

    /** 401: the key was right until it expired. */
    public static GatewayError keyExpired() {
        return refused(401, "invalid_api_key", "Your API key has expired. Ask for a new one.");
    }

    /** 404: no such path. */
    public static GatewayError unknownUrl(String method, String path) {
        return unknownUrl(method, path, null);
    }

    /**
     * 404: no such path, or one that is not served.
     *
     * @param reason why it is not served, as a part of a sentence; null when there is no such path
     */
    public static GatewayError unknownUrl(String method, String path, String reason) {
        return refused(
                404,
                UNKNOWN_URL,
                "Unknown request URL: " + SafeEcho.of(method) + " " + SafeEcho.of(path) + ". "
                        + (reason == null ? "Please check the URL for typos." : "It is not served: " + reason + "."));
    }

    /**
     * 404: no such response is remembered for this client.
     *
     * @param id as far as it may be repeated
     */
    public static GatewayError responseNotFound(String id) {
        return refused(404, null, "Response with id '" + id + "' not found.");
    }

    /** 500: a response that was made in the background is larger than what can be kept for its client. */
    public static GatewayError responseTooLarge() {
        return internal("The response is larger than what is remembered of a response.");
    }

    /** 405: the path is known, the method is not. */
    public static GatewayError methodNotAllowed(String method, String path) {
        return refused(
                405,
                "method_not_supported",
                "Not allowed to " + SafeEcho.of(method) + " on " + SafeEcho.of(path)
                        + ". (HINT: Perhaps you meant to use a different HTTP method?)");
    }

    /** 408: the request did not arrive in time. */
    public static GatewayError requestTimeout() {
        return new GatewayError(408, "request_timeout", "Timed out while reading your request.", null, null);
    }

    /**
     * 413: the body is too large.
     *
     * @param limitBytes the most that is read
     */
    public static GatewayError requestTooLarge(long limitBytes) {
        return refused(413, "request_too_large", "Request body too large. The limit is " + limitBytes + " bytes.");
    }

    /** 415: the body has an unsupported media type. */
    public static GatewayError unsupportedMediaType() {
        return refused(
                415,
                "unsupported_media_type",
                "Unsupported content type. The API expects a JSON payload with content type 'application/json'.");
    }

    /**
     * 415: the body has an unsupported content coding.
     *
     * @param coding what the client named it
     * @param readable what is read
     */
    public static GatewayError unsupportedContentEncoding(String coding, String readable) {
        return refused(
                415,
                "unsupported_content_encoding",
                "Unsupported content encoding '" + SafeEcho.of(coding) + "'. Send the body as it is, or as " + readable
                        + ".");
    }

    /** 400: the body is not compressed as its header says. */
    public static GatewayError undecodableBody(String coding) {
        return refused(400, null, "The body of the request is not valid " + coding + ".");
    }

    /** 414: the first line of the request is too long. */
    public static GatewayError uriTooLong(int limitBytes) {
        return refused(414, "uri_too_long", "Request URL too long. The limit is " + limitBytes + " bytes.");
    }

    /** 431: the header of the request is too large. */
    public static GatewayError headersTooLarge(int limitBytes) {
        return refused(431, "headers_too_large", "Request headers too large. The limit is " + limitBytes + " bytes.");
    }

    /** 501: the request's body arrives in a form other than whole or in chunks. */
    public static GatewayError unsupportedTransferEncoding() {
        return refused(501, null, "Unsupported transfer encoding. Only 'chunked' is known.");
    }

    /** 505: neither HTTP/1.0 nor HTTP/1.1. */
    public static GatewayError unsupportedVersion() {
        return refused(505, null, "Unsupported version of HTTP. Only HTTP/1.1 and HTTP/1.0 are known.");
    }

    /** 400: what came is no request that can be read. */
    public static GatewayError malformedRequest() {
        return refused(400, null, "The request is malformed and could not be read.");
    }

    /** False where a client must not retry though its rules for this status would make it; null to leave it to them. */
    public Boolean shouldRetry() {
        boolean retriedByClients = status == 429 || status >= 500;
        boolean useless = status == 500
                || status == 501
                || status == 505
                || INVALID_MODEL_OUTPUT.equals(code)
                || retryAfter != null && retryAfter.compareTo(MAX_WAIT) > 0;
        // some clients retry every 404; a path that does not exist now does not exist at the next attempt either
        boolean noSuchPath = UNKNOWN_URL.equals(code);
        return retriedByClients && useless || noSuchPath ? Boolean.FALSE : null;
    }

    /** The value of {@code retry-after}: whole seconds, 1 to 60, rounded up; null when there is none. */
    public Integer retryAfterSeconds() {
        return retryAfter == null ? null : (int) ((retryAfterMillis() + 999) / 1000);
    }

    /** The value of {@code retry-after-ms}: 1 to 60000; null when there is none. */
    public Long retryAfterMillis() {
        if (retryAfter == null) {
            return null;
        }
        Duration named = retryAfter.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : retryAfter;
        return Math.max(1, named.plusNanos(999_999).toMillis());
    }

    /** What was wrong in one word, one of a few: for metrics and logs. */
    public String word() {
        return code == null ? "status_" + status : code;
    }

    /** The headers that go with it; their names in the spelling that clients look for. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (status == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (retryAfter != null) {
            headers.put("retry-after", retryAfterSeconds().toString());
            headers.put("retry-after-ms", retryAfterMillis().toString());
        }
        if (shouldRetry() != null) {
            headers.put("x-should-retry", shouldRetry().toString());
        }
        return headers;
    }

    static GatewayError refused(int status, String code, String message) {
        return new GatewayError(status, code, message, null, null);
    }

    static GatewayError internal(String message) {
        return new GatewayError(500, "internal_error", message, null, null);
    }
}
