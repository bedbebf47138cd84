package io.ondemand2api.upstream;

import io.ondemand2api.upstream.protocol.StreamLimits;

/**
 * How much the upstream may answer; each is a line of {@code application.properties}.
 *
 * @param stream one answer to a query
 * @param shortBytes the body of an error, or of the answer to the creation of a session
 * @param bodyBytes every other body: the registry of models, and what was read in a file
 */
public record ResponseLimits(StreamLimits stream, int shortBytes, int bodyBytes) {

    /** The most bytes of a good answer to this kind of call, which is no query. */
    public int of(CallSpec.Kind kind) {
        return kind == CallSpec.Kind.CREATE_SESSION ? shortBytes : bodyBytes;
    }
}
