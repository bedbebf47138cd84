package io.ondemand2api.openai;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.RequestSchema;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.List;

/** Reads what the text of an answer has to be, as it stands in {@code response_format} and in {@code text.format}. */
public final class ResponseFormat {

    private ResponseFormat() {}

    /**
     * Reads {@code response_format}. OpenAI wants the word JSON in a message beside {@code json_object}; here it is not
     * missed, since clients leave it to the server to tell the model.
     */
    static OutputFormat read(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        return of(request.object("response_format"), true, schemas);
    }

    /**
     * Reads a format.
     *
     * @param format null for plain text
     * @param nested true where the schema stands in {@code json_schema}; there it may also be left out
     * @param schemas what the schemas of this request may cost
     */
    public static OutputFormat of(RequestObject format, boolean nested, SchemaBudget schemas)
            throws InvalidRequestException {
        if (format == null) {
            return OutputFormat.TEXT;
        }
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> OutputFormat.JSON_OBJECT;
            case "json_schema" -> schema(nested ? format.required("json_schema") : format, nested, schemas);
            default ->
                throw ValidationErrors.invalidValue(
                        format.path("type"), type, List.of("json_object", "json_schema", "text"));
        };
    }

    private static OutputFormat schema(RequestObject declared, boolean optional, SchemaBudget schemas)
            throws InvalidRequestException {
        String name = Names.ofFunction(declared);
        String description = declared.text("description");
        boolean strict = declared.flag("strict");
        RequestObject schema = optional ? declared.object("schema") : declared.required("schema");
        if (schema == null) {
            return OutputFormat.JSON_OBJECT;
        }
        return new OutputFormat.Schema(
                name,
                description,
                RequestSchema.compile(schema, declared.path("schema"), "for response_format '" + name + "'", schemas),
                strict);
    }
}
