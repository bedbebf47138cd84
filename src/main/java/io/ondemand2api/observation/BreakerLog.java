package io.ondemand2api.observation;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every opening and closing of circuit breakers. Those of the keys are told by their pool. */
public final class BreakerLog {

    private static final Logger LOG = LoggerFactory.getLogger(BreakerLog.class);

    private BreakerLog() {}

    /** Follows those that are there and those that are made later. */
    public static void follow(CircuitBreakerRegistry breakers) {
        breakers.getAllCircuitBreakers().forEach(BreakerLog::follow);
        breakers.getEventPublisher().onEntryAdded(made -> follow(made.getAddedEntry()));
    }

    private static void follow(CircuitBreaker breaker) {
        breaker.getEventPublisher().onStateTransition(BreakerLog::tell);
    }

    private static void tell(CircuitBreakerOnStateTransitionEvent event) {
        String name = event.getCircuitBreakerName();
        switch (event.getStateTransition().getToState()) {
            case OPEN, FORCED_OPEN -> LOG.info("The circuit breaker {} is open: no call is made", name);
            case HALF_OPEN -> LOG.info("The circuit breaker {} is half-open: a few calls try the address", name);
            default -> LOG.info("The circuit breaker {} is closed again", name);
        }
    }
}
