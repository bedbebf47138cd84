package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the upstream says of a failure. The API answers {@code {"message","errorCode"}}, the API gateway in front of it
 * {@code {"message","request_id"}}, and the CDN in front of both answers HTML.
 *
 * @param errorCode the API's own code, or null
 * @param message its text, for judging only: never shown to a caller; or null
 * @param json false when it was no JSON object, which then came from the CDN
 */
record ErrorBody(String errorCode, String message, boolean json) {

    /** More of an error is never read. */
    static final int MAX_BYTES = 64 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    static ErrorBody parse(byte[] bytes, int from, int to) {
        try {
            JsonNode body = JSON.readTree(bytes, from, to - from);
            if (body != null && body.isObject()) {
                return new ErrorBody(text(body, "errorCode"), text(body, "message"), true);
            }
        } catch (IOException notJson) {
            // said by the third argument below; bytes that look like UTF-32 and are none are no JacksonException
        }
        return new ErrorBody(null, new String(bytes, from, to - from, StandardCharsets.UTF_8), false);
    }

    boolean says(String words) {
        return message != null && message.contains(words);
    }

    OnDemandEvent.Failed asEvent() {
        return new OnDemandEvent.Failed(errorCode, message);
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}
