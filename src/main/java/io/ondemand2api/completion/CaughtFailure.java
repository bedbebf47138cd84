package io.ondemand2api.completion;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.RefusedException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/** What a route caught, without the wrappers that Camel and the circuit breaker put around it. */
public final class CaughtFailure {

    private CaughtFailure() {}

    /** The failure that was caught, or null when it was none of ours. */
    public static GatewayException failure(Exchange exchange) {
        return ObjectHelper.getException(GatewayException.class, cause(exchange));
    }

    /** The exception to answer with: ours where there is one. */
    static Exception exception(Exchange exchange) {
        Exception cause = cause(exchange);
        RefusedException refused = ObjectHelper.getException(RefusedException.class, cause);
        GatewayException failure = ObjectHelper.getException(GatewayException.class, cause);
        if (refused != null) {
            return refused;
        }
        return failure != null ? failure : cause;
    }

    private static Exception cause(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
