package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.RandomId;
import io.ondemand2api.core.request.RequestObject;
import java.util.ArrayList;
import java.util.List;

/** The items of a request's input as {@code GET /v1/responses/{id}/input_items} shows them: whole, and with names. */
final class InputItemList {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private InputItemList() {}

    static List<InputItem> of(RequestObject request) {
        JsonNode input = request.value("input");
        if (input.isTextual()) {
            return List.of(InputItem.of(message("user", input)));
        }
        List<InputItem> items = new ArrayList<>();
        for (JsonNode item : input) {
            items.add(InputItem.of(item(item)));
        }
        return items;
    }

    /** How many characters they have as JSON. */
    static long characters(List<InputItem> items) {
        return items.stream().mapToLong(item -> item.json().length()).sum();
    }

    private static JsonNode item(JsonNode given) {
        if (!given.path("type").isMissingNode() && !given.path("type").asText().equals("message")) {
            return named(given.deepCopy(), "item_");
        }
        ObjectNode message = message(given.path("role").asText(), given.path("content"));
        if (given.path("id").isTextual()) {
            message.set("id", given.get("id"));
        }
        return message;
    }

    private static ObjectNode message(String role, JsonNode content) {
        ObjectNode message = named(JSON.objectNode(), "msg_");
        message.put("type", "message").put("status", ItemJson.COMPLETED).put("role", role);
        ArrayNode parts = message.putArray("content");
        if (content.isTextual()) {
            boolean assistant = role.equals("assistant");
            ObjectNode part = parts.addObject().put("type", assistant ? "output_text" : "input_text");
            part.set("text", content);
            if (assistant) {
                part.putArray("annotations");
                part.putArray("logprobs");
            }
        } else if (content.isArray()) {
            content.forEach(parts::add);
        }
        return message;
    }

    private static ObjectNode named(ObjectNode item, String prefix) {
        if (!item.path("id").isTextual()) {
            item.put("id", RandomId.secret(prefix));
        }
        return item;
    }
}
