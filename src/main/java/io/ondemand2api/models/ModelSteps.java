package io.ondemand2api.models;

import io.ondemand2api.completion.CaughtFailure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.openai.ModelList;
import io.ondemand2api.server.ClientSteps;
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

/** Which models there are, and how the upstream's registry is kept fresh. In routes its steps are called {@code models.…}. */
public final class ModelSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSteps.class);
    private static final String PATH = "/v1/models/";
    private static final String OWNER = "ondemand";
    /** The registry does not say when a model came to be; one fixed day keeps the list the same from call to call. */
    private static final long CREATED = 1735689600;

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

    /** Makes the list of all models the body. */
    public void list(Exchange exchange) {
        exchange.getMessage()
                .setBody(ModelList.list(
                        endpoints.names().stream().map(ModelSteps::model).toList()));
    }

    /** Makes the model that the path names the body, or the list when it names none. */
    public void get(Exchange exchange) throws GatewayException {
        String name = ClientSteps.pathAfter(exchange, PATH);
        if (name.isEmpty()) {
            list(exchange);
            return;
        }
        endpoints.resolve(name);
        exchange.getMessage().setBody(ModelList.one(model(name)));
    }

    private static ModelList.Model model(String name) {
        return new ModelList.Model(name, CREATED, OWNER);
    }

    /** True when the registry was never read, or long enough ago. */
    public boolean due() {
        return !endpoints.known() || System.nanoTime() - refreshedAt > refreshAfter;
    }

    /** Makes the message the question for the registry. */
    public void ask(Exchange exchange) throws GatewayException, InterruptedException {
        KeyLease lease = keys.lease(Duration.ZERO);
        UpstreamCall call = new UpstreamCall(UpstreamCall.Kind.LIST_ENDPOINTS, lease, "");
        watch.add(call);
        UpstreamSteps.prepare(exchange, call, HttpMethods.GET, "/config/v1/public/endpoints", null);
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
                "The model registry could not be read ({}); {}",
                failure.failure(),
                endpoints.known() ? "the last good list is kept" : "only the aliases are known");
    }

    /** Gives the key back, whatever happened. */
    public void done(Exchange exchange) {
        UpstreamCall call = UpstreamSteps.of(exchange);
        if (call != null) {
            watch.remove(call);
            call.lease().close();
        }
    }
}
