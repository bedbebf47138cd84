package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** What is known of one schema object within the whole. */
final class Subschema {

    /** Marks of {@link #steps} before it is known. */
    static final long UNKNOWN = 0;

    static final long BEING_COUNTED = -1;

    private final JsonNode node;
    private final Resource resource;

    /** Where its {@code $ref} leads; null without one. */
    JsonNode target;

    /** Where its dynamic reference leads when it was not replaced; null without one. */
    JsonNode dynamicTarget;

    /** The name under which a referring resource may replace the dynamic target; null when none may. */
    String dynamic;

    /** The most steps that one value may take in it and in all that it applies to the same value. */
    long steps = UNKNOWN;

    Subschema(JsonNode node, Resource resource) {
        this.node = node;
        this.resource = resource;
    }

    JsonNode node() {
        return node;
    }

    Resource resource() {
        return resource;
    }
}
