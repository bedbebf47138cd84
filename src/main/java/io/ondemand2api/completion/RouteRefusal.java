package io.ondemand2api.completion;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.ValidationException;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.apache.camel.processor.ThrowExceptionProcessor;
import org.apache.camel.util.ObjectHelper;

/**
 * What a step of Camel's own ends a request with where an operator has put it into a route: {@code throttle},
 * {@code validate}, {@code throwException} and steps with a bounded queue. They are decisions of the route, not faults.
 */
final class RouteRefusal {

    private RouteRefusal() {}

    /** The failure that the client is told; the cause itself when it was no such step. */
    static Exception of(Exception cause) {
        if (cause instanceof GatewayException || cause == null) {
            return cause;
        }
        if (ObjectHelper.getException(ThrottlerRejectedExecutionException.class, cause) != null) {
            return new GatewayException(
                    Failure.CLIENT_THROTTLED,
                    "Too many requests: the limit of this gateway is reached. Try again soon.");
        }
        if (ObjectHelper.getException(RejectedExecutionException.class, cause) != null) {
            return new GatewayException(Failure.OVERLOADED, "The gateway has too much to do. Please try again.");
        }
        if (ObjectHelper.getException(ValidationException.class, cause) != null) {
            // its own message holds the whole request
            return new GatewayException(
                    Failure.INVALID_REQUEST, "The request does not fit what this gateway demands of requests.");
        }
        if (thrownByRoute(cause)) {
            return new GatewayException(Failure.INVALID_REQUEST, cause.getMessage());
        }
        return cause;
    }

    /** The step makes its exception itself, so it is in that exception's trace. */
    private static boolean thrownByRoute(Exception cause) {
        return Arrays.stream(cause.getStackTrace())
                .limit(12)
                .anyMatch(frame -> frame.getClassName().equals(ThrowExceptionProcessor.class.getName()));
    }
}
