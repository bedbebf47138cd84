package io.ondemand2api.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/**
 * Where parsers of JSON from clients, models and the upstream begin. Jackson remembers the names of fields for all texts
 * to come, some thousand of them; names come from strangers here, so what is remembered must have a bound.
 */
public final class StrangersJson {

    /** The longest name that a parser of bytes may remember: far more than any that is looked for. */
    private static final int MAX_NAME = 256;

    private StrangersJson() {}

    /** For texts that are strings already: no name is remembered. */
    public static JsonFactoryBuilder strings() {
        return bytes().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
    }

    /** For bytes, of which names are remembered; set {@link #constraints} or others that bound a name. */
    public static JsonFactoryBuilder bytes() {
        return (JsonFactoryBuilder) JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // a request has a thread of its own: buffers kept by thread would never be used again
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool());
    }

    /** Constraints with which the names in bytes are short. */
    public static StreamReadConstraints.Builder constraints() {
        return StreamReadConstraints.builder().maxNameLength(MAX_NAME);
    }
}
