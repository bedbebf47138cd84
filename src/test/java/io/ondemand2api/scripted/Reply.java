package io.ondemand2api.scripted;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer that is no stream.
 *
 * @param status the HTTP status
 * @param headers to send, without Content-Length
 * @param body text, sent as UTF-8
 */
public record Reply(int status, Map<String, String> headers, String body) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A JSON answer. */
    public static Reply json(int status, String body) {
        return new Reply(status, Map.of("Content-Type", Responder.JSON), body);
    }

    /** An error in the API's own form, {@code {"message","errorCode"}} [C]. */
    public static Reply error(int status, String errorCode, String message) {
        return json(
                status,
                "{\"message\":" + WireJson.compact(message) + ",\"errorCode\":" + WireJson.compact(errorCode) + "}");
    }

    /** An error in the form of the API gateway in front, which has a request_id and no errorCode [C]. */
    public static Reply noRoute() {
        return json(
                404,
                "{\"message\":\"no Route matched with those values\",\"request_id\":"
                        + WireJson.compact(Ids.next() + "00000000") + "}");
    }

    /** An HTML page, as the CDN in front sends [L]. */
    public static Reply html(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html; charset=UTF-8", "Server", "cloudflare"), body);
    }

    /** The same with one header more. */
    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
