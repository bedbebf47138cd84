package io.ondemand2api.responses;

import io.ondemand2api.core.ResponseChannel;

/** The events of a response, for a client that reads them again or goes on reading. */
@FunctionalInterface
public interface EventReplay {

    /**
     * Writes them and waits for those that are still to come, until the last one or until the client leaves.
     *
     * @param client has begun its stream
     * @param from the {@code sequence_number} of the first
     */
    void follow(ResponseChannel client, int from);
}
