package io.ondemand2api.responses;

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

/** Reads {@code text.format}. */
final class TextFormat {

    private TextFormat() {}

    static OutputFormat read(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        RequestObject text = request.object("text");
        RequestObject format = text == null ? null : text.object("format");
        if (format == null) {
            return OutputFormat.TEXT;
        }
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> OutputFormat.JSON_OBJECT;
            case "json_schema" -> schema(format, schemas);
            default ->
                throw ValidationErrors.invalidValue(
                        format.path("type"), type, List.of("json_object", "json_schema", "text"));
        };
    }

    private static OutputFormat schema(RequestObject format, SchemaBudget schemas) throws InvalidRequestException {
        String name = Names.ofFunction(format);
        String description = format.text("description");
        boolean strict = format.flag("strict");
        try {
            JsonSchema schema = JsonSchema.of(format.required("schema").fields(), schemas);
            return new OutputFormat.Schema(name, description, schema, strict);
        } catch (InvalidSchemaException wrong) {
            throw new InvalidRequestException(
                    "Invalid schema for response_format '" + name + "': " + SafeEcho.of(wrong.getMessage()) + ".",
                    format.path("schema"),
                    "invalid_json_schema");
        }
    }
}
