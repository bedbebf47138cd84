package io.ondemand2api.responses;

import static io.ondemand2api.core.request.JsonShape.ANYTHING;
import static io.ondemand2api.core.request.JsonShape.PRESENCE;
import static io.ondemand2api.core.request.JsonShape.SCALAR;
import static io.ondemand2api.core.request.JsonShape.TAUGHT;
import static io.ondemand2api.core.request.JsonShape.arrayOf;
import static io.ondemand2api.core.request.JsonShape.arrayOrMap;
import static io.ondemand2api.core.request.JsonShape.mapOf;
import static io.ondemand2api.core.request.JsonShape.object;
import static io.ondemand2api.core.request.JsonShape.scalars;

import io.ondemand2api.core.request.JsonShape;
import java.util.Map;

/** The fields that are read of {@code POST /v1/responses}. */
final class ResponseShapes {

    /** {@code POST /v1/responses} and {@code POST /v1/responses/input_tokens}. */
    static final JsonShape RESPONSE = response();

    private ResponseShapes() {}

    private static JsonShape response() {
        Map<String, JsonShape> fields = scalars(
                "model",
                "instructions",
                "max_output_tokens",
                "max_tool_calls",
                "temperature",
                "top_p",
                "top_logprobs",
                "parallel_tool_calls",
                "previous_response_id",
                "store",
                "stream",
                "background",
                "truncation",
                "prompt_cache_key",
                "safety_identifier");
        fields.put("input", arrayOf(item()));
        fields.put("tools", tools());
        fields.put("tool_choice", toolChoice());
        fields.put("text", object(Map.of("format", format(), "verbosity", SCALAR)));
        fields.put("reasoning", object(Map.of("effort", SCALAR, "summary", SCALAR)));
        fields.put("metadata", mapOf(SCALAR));
        fields.put("conversation", PRESENCE);
        fields.put("prompt", PRESENCE);
        return object(fields);
    }

    private static JsonShape item() {
        Map<String, JsonShape> fields =
                scalars("type", "id", "role", "status", "phase", "call_id", "name", "namespace");
        // becomes a field of the arguments that the model is shown
        fields.put("input", TAUGHT);
        fields.put("arguments", arrayOrMap(SCALAR, ANYTHING));
        fields.put("content", arrayOf(part()));
        fields.put("output", arrayOrMap(part(), ANYTHING));
        fields.put("tools", tools());
        return object(fields);
    }

    private static JsonShape part() {
        return object(scalars("type", "text", "refusal", "image_url", "file_id", "file_data", "file_url", "filename"));
    }

    private static JsonShape tools() {
        return arrayOf(tool(object(toolFields())));
    }

    private static Map<String, JsonShape> toolFields() {
        Map<String, JsonShape> fields = scalars("type", "name", "strict", "external_web_access");
        fields.put("description", TAUGHT);
        fields.put("parameters", ANYTHING);
        fields.put("filters", object(Map.of("allowed_domains", arrayOf(SCALAR))));
        fields.put("format", object(Map.of("type", SCALAR, "syntax", SCALAR, "definition", TAUGHT)));
        return fields;
    }

    private static JsonShape tool(JsonShape inner) {
        Map<String, JsonShape> fields = toolFields();
        fields.put("tools", arrayOf(inner));
        fields.put("function", object(toolFields()));
        return object(fields);
    }

    private static JsonShape toolChoice() {
        JsonShape named = object(scalars("type", "name"));
        Map<String, JsonShape> fields = scalars("type", "name", "mode");
        fields.put("function", object(scalars("name")));
        fields.put("tools", arrayOf(named));
        return object(fields);
    }

    private static JsonShape format() {
        Map<String, JsonShape> fields = scalars("type", "name", "strict");
        fields.put("description", TAUGHT);
        fields.put("schema", ANYTHING);
        return object(fields);
    }
}
