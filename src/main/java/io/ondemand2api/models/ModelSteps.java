package io.ondemand2api.models;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.CaughtFailure;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the upstream's registry of models fresh. In routes its steps are called {@code models.…}. */
public final class ModelSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSteps.class);

    private final EndpointRegistry endpoints;
    private final KeyPool keys;
    private final DeadlineMonitor watch;
    private final long refreshAfter;
    private volatile long refreshedAt;

    public ModelSteps(EndpointRegistry endpoints, KeyPool keys, DeadlineMonitor watch, Duration refreshAfter) {
        this.watch = watch;
        this.endpoints = endpoints;
        this.keys = keys;
        this.refreshAfter = refreshAfter.toNanos();
    }

    /** True when the registry was never read, or long enough ago. */
    public boolean due() {
        return !endpoints.known() || System.nanoTime() - refreshedAt > refreshAfter;
    }

    /** Makes the message the question for the registry. */
    public void ask(Exchange exchange) throws GatewayException, InterruptedException {
        KeyLease lease = keys.lease(Duration.ZERO);
        UpstreamCall call = new UpstreamCall(CallSpec.of(
                CallSpec.Kind.LIST_ENDPOINTS,
                lease,
                CallSpec.Target.json(HttpMethods.GET, "/config/v1/public/endpoints"),
                null));
        watch.add(call);
        UpstreamSteps.prepare(exchange, call);
    }

    /** Takes the registry over. */
    public void update(Exchange exchange) throws GatewayException {
        UpstreamCall call = UpstreamSteps.of(exchange);
        boolean first = !endpoints.known();
        try {
            endpoints.update(call.body());
        } catch (IOException unreadable) {
            throw call.fail(UpstreamFailures.badFrame());
        }
        refreshedAt = System.nanoTime();
        call.lease().succeeded();
        if (first) {
            LOG.info(
                    "The model registry is read: {} models can be asked for",
                    endpoints.names().size());
        }
    }

    /** Keeps the last good list and says why there is no newer one. */
    public void keep(Exchange exchange) {
        GatewayException failure = CaughtFailure.failure(exchange);
        UpstreamCall call = UpstreamSteps.of(exchange);
        if (call != null) {
            call.lease().failed(failure);
        }
        LOG.warn(
                "The model registry could not be read ({}{}); {}",
                failure.failure().label(),
                failure.detail() == null ? "" : ": " + failure.detail(),
                endpoints.known() ? "the last good list is kept" : "only the aliases are known");
    }

    /** Gives the key back after success and failure. */
    public void done(Exchange exchange) {
        UpstreamCall call = UpstreamSteps.of(exchange);
        if (call != null) {
            watch.remove(call);
            call.lease().close();
        }
    }
}
