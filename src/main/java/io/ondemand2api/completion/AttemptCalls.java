package io.ondemand2api.completion;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import org.apache.camel.Exchange;

/** The calls of an attempt, each for its client: limited, traced and counted as a part of the request. */
final class AttemptCalls {

    private AttemptCalls() {}

    /** Makes this the attempt's call, and the message its request. */
    static void prepare(Exchange exchange, CompletionContext completion, CallSpec spec) throws GatewayException {
        String model = completion.conversation().model();
        UpstreamCall call = new UpstreamCall(spec.forModel(model)
                .tracedBy(RequestObserver.of(exchange)
                        .attemptCalls(
                                model, completion.endpoint().id(), spec.lease().label()))
                .countedBy(completion.callMemory()));
        completion.start(call);
        UpstreamSteps.prepare(exchange, call);
    }
}
