package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the drafts of JSON Schema differ in so that it matters here. Keywords that only some have are understood in all;
 * an unknown draft is read as the newest.
 */
enum SchemaDraft {
    DRAFT_4,
    DRAFT_6_OR_7,
    NEWER;

    /** The name of what {@code $recursiveAnchor} marks, which no {@code $dynamicAnchor} can have. */
    static final String RECURSIVE = "";

    static SchemaDraft of(JsonNode root) {
        String draft = root.path("$schema").asText();
        if (draft.contains("json-schema.org/draft-04/")) {
            return DRAFT_4;
        }
        return draft.contains("json-schema.org/draft-06/") || draft.contains("json-schema.org/draft-07/")
                ? DRAFT_6_OR_7
                : NEWER;
    }

    /** True when a reference is all that counts of the schema it stands in. */
    boolean isReferenceAlone(JsonNode node) {
        return this != NEWER && node.has("$ref");
    }

    /** The id that this schema gives itself; null for none. */
    String id(JsonNode node) {
        return isReferenceAlone(node)
                ? null
                : node.path(this == DRAFT_4 ? "id" : "$id").textValue();
    }
}
