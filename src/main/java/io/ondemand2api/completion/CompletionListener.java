package io.ondemand2api.completion;

import io.ondemand2api.core.Usage;

/** Told when a client has its whole answer, while the upstream's stream may run on. Must not wait. */
interface CompletionListener {

    /**
     * The client is about to have its answer.
     *
     * @return true when the session is remembered, so that the conversation may go on in it
     */
    boolean keepSession(CompletionContext completion);

    /** The client is about to have its answer, which cost so much. */
    void cost(Usage cost);

    /** The client has all of its response. */
    void answered(CompletionContext completion);
}
