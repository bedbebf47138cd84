package io.ondemand2api.upstream.transport;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Which headers cross between the route {@code ask-ondemand} and the upstream: there every one that the route has set,
 * since it begins by removing all; back only how long to wait, since nothing else of the upstream's is used.
 */
public final class UpstreamHeaders implements HeaderFilterStrategy {

    public static final String RETRY_AFTER = "Retry-After";

    private static final String CAMEL = "Camel";
    private static final String CONTENT_TYPE = "Content-Type";

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        // the body brings its type; a call without one must not bear it
        return name.regionMatches(true, 0, CAMEL, 0, CAMEL.length()) || name.equalsIgnoreCase(CONTENT_TYPE);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !name.equalsIgnoreCase(RETRY_AFTER);
    }
}
