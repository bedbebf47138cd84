package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.request.RequestObject;
import java.util.Iterator;

/**
 * The parameters of the request, as each response object repeats them. They stand three times in a stream: what is very
 * large is left out.
 *
 * @param beforeOutput fields that stand before the output, with a comma behind the last
 * @param afterOutput fields that stand behind it, with a comma before the first
 * @param metadata the caller's notes
 */
record RequestEcho(String beforeOutput, String afterOutput, String metadata) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** @param maxBytes about the most that is repeated of each parameter */
    static RequestEcho of(RequestObject request, boolean store, int maxBytes) {
        ObjectNode before = JSON.objectNode();
        before.set("instructions", bounded(request.value("instructions"), maxBytes, JSON.nullNode()));
        before.set("max_output_tokens", orNull(request.value("max_output_tokens")));
        before.set("max_tool_calls", orNull(request.value("max_tool_calls")));
        before.put("model", request.value("model").textValue());

        ObjectNode after = JSON.objectNode();
        after.set("parallel_tool_calls", or(request.value("parallel_tool_calls"), JSON.booleanNode(true)));
        after.set("previous_response_id", orNull(request.value("previous_response_id")));
        after.set("prompt_cache_key", orNull(request.value("prompt_cache_key")));
        after.set("reasoning", reasoning(request.value("reasoning"), maxBytes));
        after.set("safety_identifier", orNull(request.value("safety_identifier")));
        after.put("service_tier", "default");
        after.put("store", store);
        after.set("temperature", or(request.value("temperature"), JSON.numberNode(1)));
        after.set("text", text(request.value("text"), maxBytes));
        after.set("tool_choice", bounded(request.value("tool_choice"), maxBytes, JSON.textNode("auto")));
        after.set("tools", tools(bounded(request.value("tools"), maxBytes, JSON.arrayNode())));
        after.put("top_logprobs", 0);
        after.set("top_p", or(request.value("top_p"), JSON.numberNode(1)));
        after.set("truncation", or(request.value("truncation"), JSON.textNode("disabled")));
        return new RequestEcho(
                inside(before) + ",",
                "," + inside(after),
                or(request.value("metadata"), JSON.objectNode()).toString());
    }

    private static String inside(ObjectNode object) {
        String json = object.toString();
        return json.substring(1, json.length() - 1);
    }

    private static JsonNode reasoning(JsonNode given, int maxBytes) {
        ObjectNode reasoning = JSON.objectNode();
        reasoning.set("effort", orNull(given == null ? null : given.get("effort")));
        reasoning.set("summary", bounded(given == null ? null : given.get("summary"), maxBytes, JSON.nullNode()));
        return reasoning;
    }

    private static JsonNode text(JsonNode given, int maxBytes) {
        ObjectNode plain = JSON.objectNode();
        plain.put("type", "text");
        ObjectNode text = JSON.objectNode();
        text.set("format", bounded(or(given == null ? null : given.get("format"), plain), maxBytes, plain));
        text.set(
                "verbosity", bounded(given == null ? null : given.get("verbosity"), maxBytes, JSON.textNode("medium")));
        return text;
    }

    /** A response's function has all its fields, also those that the request left out. */
    private static JsonNode tools(JsonNode given) {
        JsonNode tools = given.deepCopy();
        tools.forEach(RequestEcho::complete);
        return tools;
    }

    private static void complete(JsonNode tool) {
        if (!(tool instanceof ObjectNode fields)) {
            return;
        }
        for (Iterator<JsonNode> values = fields.elements(); values.hasNext(); ) {
            if (values.next().isNull()) {
                values.remove();
            }
        }
        String type = fields.path("type").asText();
        if (type.equals("function")) {
            fields.putIfAbsent("parameters", JSON.nullNode());
            fields.putIfAbsent("strict", JSON.booleanNode(false));
        } else if (type.equals("namespace")) {
            fields.putIfAbsent("description", JSON.textNode(""));
            fields.path("tools").forEach(RequestEcho::complete);
        }
    }

    private static JsonNode bounded(JsonNode value, int maxBytes, JsonNode otherwise) {
        return value == null || value.isNull() || JsonSize.exceeds(value, maxBytes) ? otherwise : value;
    }

    private static JsonNode or(JsonNode value, JsonNode otherwise) {
        return value == null || value.isNull() ? otherwise : value;
    }

    private static JsonNode orNull(JsonNode value) {
        return or(value, JSON.nullNode());
    }
}
