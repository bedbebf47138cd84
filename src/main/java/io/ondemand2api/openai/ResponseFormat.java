package io.ondemand2api.openai;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.InvalidSchemaException;
import io.ondemand2api.core.schema.JsonSchema;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.List;

/**
 * Reads {@code response_format}. OpenAI wants the word JSON in a message beside {@code json_object}; here it is not
 * missed, since clients leave it to the server to tell the model.
 */
final class ResponseFormat {

    private ResponseFormat() {}

    static OutputFormat read(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        RequestObject format = request.object("response_format");
        if (format == null) {
            return OutputFormat.TEXT;
        }
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> OutputFormat.JSON_OBJECT;
            case "json_schema" -> schema(format.required("json_schema"), schemas);
            default ->
                throw ValidationErrors.invalidValue(
                        format.path("type"), type, List.of("json_object", "json_schema", "text"));
        };
    }

    private static OutputFormat schema(RequestObject declared, SchemaBudget schemas) throws InvalidRequestException {
        String name = Names.ofFunction(declared);
        String description = declared.text("description");
        boolean strict = declared.flag("strict");
        RequestObject schema = declared.object("schema");
        if (schema == null) {
            return OutputFormat.JSON_OBJECT;
        }
        try {
            return new OutputFormat.Schema(name, description, JsonSchema.of(schema.fields(), schemas), strict);
        } catch (InvalidSchemaException wrong) {
            throw new InvalidRequestException(
                    "Invalid schema for response_format '" + name + "': " + SafeEcho.of(wrong.getMessage()) + ".",
                    declared.path("schema"),
                    "invalid_json_schema");
        }
    }
}
