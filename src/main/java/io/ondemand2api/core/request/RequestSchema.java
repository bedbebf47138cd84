package io.ondemand2api.core.request;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.schema.InvalidSchemaException;
import io.ondemand2api.core.schema.JsonSchema;
import io.ondemand2api.core.schema.SchemaBudget;

/** A JSON Schema in a request, for the text of the answer. */
public final class RequestSchema {

    private RequestSchema() {}

    /**
     * Compiles it.
     *
     * @param schema the schema
     * @param path where it stands
     * @param named what an error calls it, such as {@code for response_format 'x'}
     * @param schemas what the schemas of this request may cost
     * @throws InvalidRequestException {@code invalid_json_schema} when it is none, or costs too much
     */
    public static JsonSchema compile(RequestObject schema, String path, String named, SchemaBudget schemas)
            throws InvalidRequestException {
        try {
            return JsonSchema.of(schema.fields(), schemas);
        } catch (InvalidSchemaException wrong) {
            throw new InvalidRequestException(
                    "Invalid schema " + named + ": " + SafeEcho.of(wrong.getMessage()) + ".",
                    path,
                    "invalid_json_schema");
        }
    }
}
