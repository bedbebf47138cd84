package io.ondemand2api.core;

import java.util.Map;

/** Lets the answer to a request be made without its client, which is told at once that it is under way. */
public interface Detachment {

    /** True when the client reads the answer as it comes, as long as it stays. */
    boolean streaming();

    /**
     * Tells the client, and gives what the answer is written to instead.
     *
     * @param client its connection
     * @param headers of the response to it
     */
    ResponseChannel detach(ResponseChannel client, Map<String, String> headers);
}
