package io.ondemand2api.messages;

import static io.ondemand2api.core.request.JsonShape.ANYTHING;
import static io.ondemand2api.core.request.JsonShape.PRESENCE;
import static io.ondemand2api.core.request.JsonShape.SCALAR;
import static io.ondemand2api.core.request.JsonShape.TAUGHT;
import static io.ondemand2api.core.request.JsonShape.arrayOf;
import static io.ondemand2api.core.request.JsonShape.object;
import static io.ondemand2api.core.request.JsonShape.scalars;

import io.ondemand2api.core.request.JsonShape;
import java.util.Map;

/**
 * The fields that are read of a request. A reader sees no other: one that is to look at a further field needs it here.
 * What is not here is ignored: {@code metadata}, {@code cache_control}, {@code context_management}, {@code top_k} and the
 * like.
 */
final class MessageShapes {

    /** {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. */
    static final JsonShape REQUEST = request();

    private MessageShapes() {}

    private static JsonShape request() {
        Map<String, JsonShape> fields = scalars("model", "max_tokens", "stream", "temperature", "top_p");
        fields.put("stop_sequences", arrayOf(SCALAR));
        fields.put("system", arrayOf(object(scalars("type", "text"))));
        fields.put("messages", arrayOf(message()));
        fields.put("tools", arrayOf(tool()));
        fields.put("tool_choice", object(scalars("type", "name", "disable_parallel_tool_use")));
        fields.put("thinking", object(scalars("type", "budget_tokens", "display")));
        JsonShape format = object(Map.of("type", SCALAR, "schema", ANYTHING));
        fields.put("output_config", object(Map.of("effort", SCALAR, "format", format)));
        fields.put("output_format", format);
        fields.put("mcp_servers", arrayOf(PRESENCE));
        fields.put("thread", PRESENCE);
        fields.put("compaction", PRESENCE);
        return object(fields);
    }

    private static JsonShape message() {
        return object(Map.of("role", SCALAR, "content", arrayOf(block())));
    }

    private static JsonShape block() {
        Map<String, JsonShape> fields = leaf();
        fields.put("id", SCALAR);
        fields.put("name", SCALAR);
        fields.put("input", ANYTHING);
        fields.put("tool_use_id", SCALAR);
        fields.put("is_error", SCALAR);
        Map<String, JsonShape> result = leaf();
        result.put("content", arrayOf(object(scalars("type", "text"))));
        fields.put("content", arrayOf(object(result)));
        return object(fields);
    }

    /** What stands in a message and in a tool's result alike: texts, images and documents. */
    private static Map<String, JsonShape> leaf() {
        Map<String, JsonShape> fields = scalars("type", "text", "title", "context", "tool_name");
        Map<String, JsonShape> source = scalars("type", "media_type", "data", "url", "file_id");
        source.put("content", arrayOf(object(scalars("type", "text"))));
        fields.put("source", object(source));
        return fields;
    }

    private static JsonShape tool() {
        Map<String, JsonShape> fields = scalars("type", "name", "strict");
        fields.put("description", TAUGHT);
        fields.put("input_schema", ANYTHING);
        fields.put("allowed_domains", arrayOf(SCALAR));
        fields.put("blocked_domains", arrayOf(SCALAR));
        return object(fields);
    }
}
