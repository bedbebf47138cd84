package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.JsonText;
import java.util.Map;
import java.util.Set;

/** Errors as OpenAI's clients know them: an object that holds nothing but {@code error}. */
public final class OpenAiErrors implements ErrorRenderer {

    /** The parameter that is too long, when the conversation is: of Chat Completions, and of Responses. */
    public static final String MESSAGES = "messages";

    public static final String INPUT = "input";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    /** Above 500, and yet the request's own fault: a transfer encoding or a version that is not known. */
    private static final Set<Integer> UNKNOWN_TO_HTTP = Set.of(501, 505);

    private final String conversation;

    /** @param conversation the parameter that holds the conversation */
    public OpenAiErrors(String conversation) {
        this.conversation = conversation;
    }

    @Override
    public String unserved(String path) {
        return UnservedPaths.reason(path);
    }

    @Override
    public Map<String, String> headers(GatewayError error, String requestId) {
        Map<String, String> headers = error.headers();
        headers.put("Content-Type", "application/json");
        return headers;
    }

    @Override
    public byte[] body(GatewayError error, String requestId) {
        return json(error, conversation).drain();
    }

    /** Appends the event by which a stream that has begun ends, when it fails. */
    static void appendEvent(GatewayError error, ByteSink out) {
        out.append("event: error\ndata: ").append(json(error, MESSAGES).drain()).append("\n\n");
    }

    private static ByteSink json(GatewayError error, String conversation) {
        return new ByteSink(256).append("{").append(field(error, conversation)).append("}");
    }

    /** The field {@code error} with its name: all that an error body holds. */
    public static byte[] field(GatewayError error, String conversation) {
        ByteSink out = new ByteSink(256).append("\"error\":{\"message\":");
        JsonText.appendQuoted(error.message(), out);
        out.append(",\"type\":");
        JsonText.appendQuoted(type(error), out);
        out.append(",\"param\":");
        JsonText.appendQuoted(param(error, conversation), out);
        out.append(",\"code\":");
        JsonText.appendQuoted(error.code(), out);
        return out.append("}").drain();
    }

    /** The path of the wrong field, in the words of the dialect. */
    public static String param(GatewayError error, String conversation) {
        return "context_length_exceeded".equals(error.code()) ? conversation : error.param();
    }

    /** OpenAI's family of errors. */
    private static String type(GatewayError error) {
        if (error.status() == TOO_MANY_REQUESTS) {
            return "requests";
        }
        boolean callers = error.status() < 500 && error.status() != REQUEST_TIMEOUT;
        return callers || UNKNOWN_TO_HTTP.contains(error.status()) ? "invalid_request_error" : "server_error";
    }
}
