package io.ondemand2api.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** The circuit breaker of the route {@code ask-ondemand}, which the route's file configures. */
public final class AddressBreaker {

    private static final String NAME = "ondemand";

    private final CamelContext context;

    public AddressBreaker(CamelContext context) {
        this.context = context;
    }

    /**
     * The upstream began to answer. The EIP holds a probe's place until the stream ends, which may take minutes; so a
     * probe counts as passed at its first event, and the breaker can close.
     */
    void answering() {
        breaker()
                .filter(breaker -> breaker.getState() == CircuitBreaker.State.HALF_OPEN)
                .ifPresent(breaker -> breaker.onSuccess(0, TimeUnit.NANOSECONDS));
    }

    /** How long an open breaker lets no call through. */
    Duration rest() {
        return breaker()
                .map(breaker -> Duration.ofMillis(breaker.getCircuitBreakerConfig()
                        .getWaitIntervalFunctionInOpenState()
                        .apply(1)))
                .orElse(Duration.ofSeconds(1));
    }

    private Optional<CircuitBreaker> breaker() {
        CircuitBreakerRegistry registry =
                context.getCamelContextExtension().getContextPlugin(CircuitBreakerRegistry.class);
        return registry == null ? Optional.empty() : registry.find(NAME);
    }
}
