package io.ondemand2api.completion;

import io.ondemand2api.core.EventStreamRenderer;
import io.ondemand2api.core.ResponseRenderer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The headers of a response: those of its kind, and those that the route has set. */
public final class ResponseHeaders {

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
            addThoseOfAStream(headers);
        }
        return headers;
    }

    /** Those of a stream of events on which no route has a say. */
    public static Map<String, String> ofEvents() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CONTENT_TYPE, EventStreamRenderer.CONTENT_TYPE);
        addThoseOfAStream(headers);
        return headers;
    }

    /** No proxy on the way may keep a stream, nor hold it back to fill a buffer. */
    private static void addThoseOfAStream(Map<String, String> headers) {
        headers.putIfAbsent("Cache-Control", "no-cache");
        headers.put("X-Accel-Buffering", "no");
    }
}
