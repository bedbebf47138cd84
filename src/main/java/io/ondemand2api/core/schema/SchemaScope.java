package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** The resources that a check came through, innermost first: dynamic references ask the outermost. */
record SchemaScope(Resource resource, SchemaScope outer) {

    static SchemaScope enter(SchemaScope scope, Resource resource) {
        return scope != null && scope.resource == resource ? scope : new SchemaScope(resource, scope);
    }

    /** What the outermost of them has under this name. */
    JsonNode outermost(String dynamicAnchor, SchemaBudget budget) {
        JsonNode found = null;
        for (SchemaScope at = this; at != null; at = at.outer) {
            budget.spend(1);
            JsonNode here = at.resource.dynamicAnchors().get(dynamicAnchor);
            found = here == null ? found : here;
        }
        return found;
    }
}
