package io.ondemand2api.completion;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FailureOrigin;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.models.ModelProfile;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.Extensions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Which model is asked: the one that the request names, then those to which its route falls back. */
final class ModelChoice {

    private final EndpointRegistry endpoints;
    private final Queue<String> others;
    private Endpoint endpoint;
    private Extensions extensions;
    private CallForm callForm;

    /**
     * @param model the first to ask
     * @param others the next, in this order
     * @throws GatewayException when none of them is served; it is about the first
     */
    ModelChoice(EndpointRegistry endpoints, String model, List<String> others) throws GatewayException {
        this.endpoints = endpoints;
        this.others = new ArrayDeque<>(others);
        try {
            take(model);
        } catch (GatewayException unknown) {
            if (!moveOn()) {
                throw unknown;
            }
        }
    }

    /** The endpoint of the model that is asked. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** What this model works with. */
    Extensions extensions() {
        return extensions;
    }

    /** The form of calls that this model is taught. */
    CallForm callForm() {
        return callForm;
    }

    private void take(String model) throws GatewayException {
        endpoint = endpoints.resolve(model);
        ModelProfile profile = endpoints.profile(model);
        extensions = profile == null ? Extensions.NONE : profile.extensions();
        callForm =
                profile == null || profile.callForm() == null ? endpoints.callForm(endpoint.id()) : profile.callForm();
    }

    /** Goes on to the next model, if this failure is one that another model may not have. */
    boolean next(GatewayException failure) {
        // an address that cannot be reached serves no model
        boolean ofTheModel = failure.failure().origin() == FailureOrigin.UPSTREAM
                        && failure.failure() != Failure.UPSTREAM_UNREACHABLE
                || failure.failure() == Failure.MODEL_NOT_FOUND
                || failure.failure() == Failure.CONTEXT_LENGTH_EXCEEDED;
        return ofTheModel && moveOn();
    }

    private boolean moveOn() {
        while (!others.isEmpty()) {
            try {
                take(others.remove());
                return true;
            } catch (GatewayException unknown) {
                // the next one may be served
            }
        }
        return false;
    }
}
