package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.edge.RefusedException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/** What a route caught, without the wrappers that Camel and the circuit breaker put around it. */
final class Caught {

    private Caught() {}

    /** The failure that was caught, or null when it was none of ours. */
    static AnswerException failure(Exchange exchange) {
        return ObjectHelper.getException(AnswerException.class, cause(exchange));
    }

    /** The exception to answer with: ours where there is one. */
    static Exception exception(Exchange exchange) {
        Exception cause = cause(exchange);
        RefusedException refused = ObjectHelper.getException(RefusedException.class, cause);
        AnswerException failure = ObjectHelper.getException(AnswerException.class, cause);
        if (refused != null) {
            return refused;
        }
        return failure != null ? failure : cause;
    }

    private static Exception cause(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
