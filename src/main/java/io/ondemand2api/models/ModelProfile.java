package io.ondemand2api.models;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.ConversationOverrides;
import io.ondemand2api.upstream.protocol.Extensions;
import java.util.List;

/**
 * What the operator means by the name of a model.
 *
 * @param name by which clients ask for it
 * @param endpoint the id of the endpoint that serves it
 * @param overrides what is asked in place of what the client says
 * @param fallbackModels the models to ask next, in this order
 * @param extensions what the model works with
 * @param callForm the form of calls that the model is taught; null for that of its endpoint
 */
public record ModelProfile(
        String name,
        String endpoint,
        ConversationOverrides overrides,
        List<String> fallbackModels,
        Extensions extensions,
        CallForm callForm) {

    /** Another name for an endpoint. */
    public static ModelProfile alias(String name, String endpoint) {
        return new ModelProfile(name, endpoint, ConversationOverrides.NONE, List.of(), Extensions.NONE, null);
    }
}
