package io.ondemand2api.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.schema.InvalidSchemaException;
import io.ondemand2api.core.schema.JsonSchema;
import io.ondemand2api.core.schema.SchemaBudget;

/** Reads the JSON Schema of a function's parameters, which must describe an object. */
public final class FunctionParameters {

    private FunctionParameters() {}

    /**
     * The schema, or null when the function has no parameters.
     *
     * @param function that owns the field
     * @param field the name of the field that holds the schema
     * @param name of the function
     * @param schemas what the schemas of this request may cost
     */
    public static JsonSchema read(RequestObject function, String field, String name, SchemaBudget schemas)
            throws InvalidRequestException {
        RequestObject parameters = function.object(field);
        // some clients send {} for a function without parameters
        if (parameters == null || parameters.fields().isEmpty()) {
            return null;
        }
        String path = function.path(field);
        JsonNode type = parameters.value("type");
        if (type != null && !"object".equals(type.textValue())) {
            throw ValidationErrors.invalidParameters(
                    path, name, "schema must be a JSON Schema of 'type: \"object\"', got 'type: " + type + "'");
        }
        try {
            return JsonSchema.of(parameters.fields(), schemas);
        } catch (InvalidSchemaException wrong) {
            throw ValidationErrors.invalidParameters(path, name, wrong.getMessage());
        }
    }
}
