package io.ondemand2api.messages;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.JsonText;
import java.util.Map;

/** Errors as Anthropic's clients know them: by a type, and with the request's id. */
public final class AnthropicErrors implements ErrorRenderer {

    /** The header in which its clients look for the request's id. */
    public static final String REQUEST_ID = "request-id";

    /** The header that each of Anthropic's clients sends, and no other. */
    public static final String VERSION = "anthropic-version";

    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int OVERLOADED = 529;

    /** By this beginning clients know that they have to shorten the conversation. */
    private static final String TOO_LONG = "prompt is too long: ";

    /** By this word clients know that it is the key, and say so to their user. */
    private static final String KEY_HEADER = "x-api-key";

    @Override
    public String unserved(String path) {
        return path.startsWith("/v1/messages/batches")
                ? "the gateway has no batches; send the requests one by one"
                : null;
    }

    @Override
    public int status(GatewayError error) {
        return error.status() == UNAVAILABLE ? OVERLOADED : error.status();
    }

    @Override
    public Map<String, String> headers(GatewayError error, String requestId) {
        Map<String, String> headers = error.headers();
        headers.put("Content-Type", "application/json");
        if (requestId != null) {
            headers.put(REQUEST_ID, requestId);
        }
        return headers;
    }

    @Override
    public byte[] body(GatewayError error, String requestId) {
        return json(error, requestId).drain();
    }

    /** Appends the event by which a stream that has begun ends, when it fails. */
    static void appendEvent(GatewayError error, String requestId, ByteSink out) {
        out.append("event: error\ndata: ")
                .append(json(error, requestId).drain())
                .append("\n\n");
    }

    private static ByteSink json(GatewayError error, String requestId) {
        ByteSink out = new ByteSink(256).append("{\"type\":\"error\",\"error\":{\"type\":\"" + type(error.status()));
        out.append("\",\"message\":");
        JsonText.appendQuoted(message(error), out);
        if (ServiceFeatures.THREAD_UNSUPPORTED.equals(error.code())) {
            out.append(",\"details\":{\"error_code\":\"" + error.code() + "\",\"unsupported\":[\"thread\"]}");
        }
        out.append("},\"request_id\":");
        JsonText.appendQuoted(requestId, out);
        return out.append("}");
    }

    /** The path of the wrong field has no place of its own. */
    private static String message(GatewayError error) {
        String message = error.message();
        if ("context_length_exceeded".equals(error.code())) {
            return TOO_LONG + message;
        }
        if (error.status() == UNAUTHORIZED) {
            return error.code() == null ? KEY_HEADER + " header is required" : "invalid " + KEY_HEADER + ": " + message;
        }
        String path = error.param();
        return path == null || message.contains("'" + path + "'") ? message : path + ": " + message;
    }

    /** Anthropic's family of errors. */
    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case UNAVAILABLE -> "overloaded_error";
            // above 500, and yet the request's own fault: a transfer encoding or a version that is not known
            case 501, 505 -> "invalid_request_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
