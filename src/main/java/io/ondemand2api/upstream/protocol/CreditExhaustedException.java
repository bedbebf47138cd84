package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;

/** A key that has no credit left, as the words of an answer say: no more than a likely guess, for a model said them. */
public final class CreditExhaustedException extends GatewayException {

    private static final long serialVersionUID = 1L;

    CreditExhaustedException() {
        super(Failure.KEY_REFUSED, "The model's service refuses the gateway's credentials.");
    }
}
