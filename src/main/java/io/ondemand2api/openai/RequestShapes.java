package io.ondemand2api.openai;

import static io.ondemand2api.core.request.JsonShape.ANYTHING;
import static io.ondemand2api.core.request.JsonShape.PRESENCE;
import static io.ondemand2api.core.request.JsonShape.SCALAR;
import static io.ondemand2api.core.request.JsonShape.TAUGHT;
import static io.ondemand2api.core.request.JsonShape.arrayOf;
import static io.ondemand2api.core.request.JsonShape.mapOf;
import static io.ondemand2api.core.request.JsonShape.object;

import io.ondemand2api.core.request.JsonShape;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields that are read of each kind of request. A reader sees no other: one that is to look at a further field needs
 * it here.
 */
final class RequestShapes {

    /** {@code POST /v1/chat/completions}. */
    static final JsonShape CHAT_COMPLETION = chatCompletion();

    /** {@code POST /v1/completions}. */
    static final JsonShape COMPLETION = completion();

    /** {@code POST /v1/embeddings}, of which nothing but the model is read. */
    static final JsonShape EMBEDDING = object(Map.of("model", SCALAR));

    private RequestShapes() {}

    private static JsonShape chatCompletion() {
        Map<String, JsonShape> fields = common();
        for (String name : new String[] {"max_completion_tokens", "reasoning_effort", "top_logprobs"}) {
            fields.put(name, SCALAR);
        }
        fields.put("parallel_tool_calls", SCALAR);
        for (String refused : new String[] {"audio", "moderation"}) {
            fields.put(refused, PRESENCE);
        }
        JsonShape domains = arrayOf(SCALAR);
        fields.put("web_search_options", object(Map.of("filters", object(Map.of("allowed_domains", domains)))));
        fields.put("modalities", arrayOf(SCALAR));
        fields.put("metadata", mapOf(SCALAR));
        fields.put("messages", arrayOf(message()));
        fields.put("tools", arrayOf(object(Map.of("type", SCALAR, "function", function()))));
        fields.put("functions", arrayOf(function()));
        fields.put("tool_choice", toolChoice());
        fields.put("function_call", named());
        fields.put("response_format", responseFormat());
        return object(fields);
    }

    private static JsonShape completion() {
        Map<String, JsonShape> fields = common();
        for (String name : new String[] {"best_of", "echo", "suffix"}) {
            fields.put(name, SCALAR);
        }
        fields.put("prompt", arrayOf(arrayOf(SCALAR)));
        return object(fields);
    }

    private static Map<String, JsonShape> common() {
        Map<String, JsonShape> fields = new HashMap<>();
        for (String name : new String[] {
            "model",
            "stream",
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
            "max_tokens",
            "n",
            "logprobs"
        }) {
            fields.put(name, SCALAR);
        }
        fields.put("stream_options", object(Map.of("include_usage", SCALAR)));
        fields.put("stop", arrayOf(SCALAR));
        return fields;
    }

    private static JsonShape message() {
        JsonShape call = object(Map.of("name", SCALAR, "arguments", SCALAR));
        return object(Map.of(
                "role",
                SCALAR,
                "name",
                SCALAR,
                "content",
                arrayOf(part()),
                "refusal",
                SCALAR,
                "tool_calls",
                arrayOf(object(Map.of("id", SCALAR, "type", SCALAR, "function", call))),
                "function_call",
                call,
                "tool_call_id",
                SCALAR));
    }

    private static JsonShape part() {
        JsonShape file = object(Map.of("file_data", SCALAR, "filename", SCALAR, "file_id", SCALAR));
        return object(Map.of(
                "type",
                SCALAR,
                "text",
                SCALAR,
                "refusal",
                SCALAR,
                "image_url",
                object(Map.of("url", SCALAR)),
                "file",
                file));
    }

    private static JsonShape function() {
        return object(Map.of("name", SCALAR, "description", TAUGHT, "strict", SCALAR, "parameters", ANYTHING));
    }

    private static JsonShape named() {
        return object(Map.of("name", SCALAR));
    }

    private static JsonShape toolChoice() {
        JsonShape tool = object(Map.of("type", SCALAR, "function", named()));
        return object(Map.of(
                "type",
                SCALAR,
                "function",
                named(),
                "allowed_tools",
                object(Map.of("mode", SCALAR, "tools", arrayOf(tool)))));
    }

    private static JsonShape responseFormat() {
        JsonShape schema = object(Map.of("name", SCALAR, "description", TAUGHT, "strict", SCALAR, "schema", ANYTHING));
        return object(Map.of("type", SCALAR, "json_schema", schema));
    }
}
