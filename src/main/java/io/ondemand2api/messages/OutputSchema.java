package io.ondemand2api.messages;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.RequestSchema;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.List;

/** Reads {@code output_config.format}, or {@code output_format}, its name before: the form of the answer's text. */
final class OutputSchema {

    private static final String NAME = "answer";

    private OutputSchema() {}

    static OutputFormat read(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        RequestObject output = request.object("output_config");
        RequestObject format = output == null ? null : output.object("format");
        format = format == null ? request.object("output_format") : format;
        if (format == null) {
            return OutputFormat.TEXT;
        }
        String type = format.requiredText("type");
        if (!type.equals("json_schema")) {
            throw ValidationErrors.invalidValue(format.path("type"), type, List.of("json_schema"));
        }
        RequestObject schema = format.required("schema");
        String path = format.path("schema");
        return new OutputFormat.Schema(
                NAME, null, RequestSchema.compile(schema, path, "'" + path + "'", schemas), true);
    }
}
