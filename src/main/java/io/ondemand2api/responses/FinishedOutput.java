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
}
