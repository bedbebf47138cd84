package io.ondemand2api.completion;

import io.ondemand2api.core.ResponseRenderer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The headers of a response: those of its kind, and those that the route has set. */
final class ResponseHeaders {

    private static final String CONTENT_TYPE = "Content-Type";

    private ResponseHeaders() {}

    static Map<String, String> of(Exchange exchange, ResponseRenderer renderer) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel") && !name.equalsIgnoreCase(CONTENT_TYPE)) {
                headers.put(name, value.toString());
            }
        });
        // the renderer knows what it writes; a conversion in the route leaves a type that the response does not have
        headers.put(CONTENT_TYPE, renderer.contentType());
        if (renderer.streaming()) {
            // no proxy on the way may keep a stream, nor hold it back to fill a buffer
            headers.putIfAbsent("Cache-Control", "no-cache");
            headers.put("X-Accel-Buffering", "no");
        }
        return headers;
    }
}
