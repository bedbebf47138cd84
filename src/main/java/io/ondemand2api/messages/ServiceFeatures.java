package io.ondemand2api.messages;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;

/** Features of Anthropic's service without which the answer would be another one, and which are not had here. */
final class ServiceFeatures {

    /** By this code Anthropic's SDKs know that they have to send the whole conversation. */
    static final String THREAD_UNSUPPORTED = "thread_unsupported_request";

    private ServiceFeatures() {}

    /**
     * Refuses them by name. A thread sends only what is new of a conversation, which would be answered as if it were all.
     *
     * @throws InvalidRequestException when the request wants one
     */
    static void refuse(RequestObject request) throws InvalidRequestException {
        if (request.value("thread") != null) {
            throw new InvalidRequestException(
                    "Invalid 'thread': threads are not kept here. Send the whole conversation without 'thread'.",
                    "thread",
                    THREAD_UNSUPPORTED);
        }
        if (request.value("compaction") != null) {
            throw ValidationErrors.unsupportedParameter("compaction");
        }
    }
}
