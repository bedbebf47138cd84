package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.request.RequestObject;

/** Takes functions in the form of Chat Completions, where they stand in a field {@code function}, as the flat ones. */
final class NestedFunctions {

    private static final String FUNCTION = "function";

    private NestedFunctions() {}

    /** Rewrites the tools and the choice of a request. */
    static void flatten(RequestObject request) {
        request.fields().path("tools").forEach(NestedFunctions::flattenOne);
        flattenOne(request.fields().path("tool_choice"));
    }

    private static void flattenOne(JsonNode named) {
        if (named instanceof ObjectNode object
                && FUNCTION.equals(object.path("type").textValue())
                && object.path("name").isMissingNode()
                && object.remove(FUNCTION) instanceof ObjectNode function) {
            object.setAll(function);
        }
    }
}
