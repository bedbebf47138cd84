package io.ondemand2api.upstream.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

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

    private static final Set<String> FIELDS = Set.of("errorCode", "message");

    static ErrorBody parse(byte[] bytes, int from, int to) {
        try {
            Map<String, String> said = JsonTexts.of(bytes, from, to, FIELDS);
            return new ErrorBody(said.get("errorCode"), said.get("message"), true);
        } catch (IOException notJson) {
            return new ErrorBody(null, new String(bytes, from, to - from, StandardCharsets.UTF_8), false);
        }
    }

    boolean says(String words) {
        return message != null && message.contains(words);
    }

    OnDemandEvent.Failed asEvent() {
        return new OnDemandEvent.Failed(errorCode, message);
    }
}
