package io.ondemand2api.responses;

import java.util.List;

/** Told of a response that is whole, before the client has its end. */
interface FinishedOutput {

    /** For a response that is not remembered. */
    FinishedOutput IGNORED = (json, output) -> {};

    /**
     * @param json the response object
     * @param output its items
     */
    void accept(byte[] json, List<OutputItem> output);

    /**
     * Told of a response that failed.
     *
     * @param json the response object
     */
    default void failed(byte[] json) {
        // a client that waited has seen it fail
    }
}
