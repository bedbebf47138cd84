package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/** What a route caught, without the wrappers that Camel and the circuit breaker put around it. */
public final class CaughtFailure {

    private CaughtFailure() {}

    /** The failure that was caught, or null when it was none of ours and no time limit of a circuit breaker. */
    public static GatewayException failure(Exchange exchange) {
        Exception cause = cause(exchange);
        GatewayException failure = ObjectHelper.getException(GatewayException.class, cause);
        boolean timedOut = failure == null && ObjectHelper.getException(TimeoutException.class, cause) != null;
        return timedOut ? UpstreamFailures.tooLong() : failure;
    }

    /** The exception to answer with: ours where there is one. */
    public static Exception exception(Exchange exchange) {
        Exception cause = cause(exchange);
        RefusedException refused = ObjectHelper.getException(RefusedException.class, cause);
        GatewayException failure = failure(exchange);
        if (refused != null) {
            return refused;
        }
        return failure != null ? failure : cause;
    }

    private static Exception cause(Exchange exchange) {
        // what no handler has caught yet is newer than what one has
        Exception uncaught = exchange.getException();
        return uncaught != null ? uncaught : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
