package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Small things that the clients of all dialects do with JSON. */
final class DialectJson {

    private DialectJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Takes over the fields that both have under the same name. */
    static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    static void addCall(ArrayNode calls, String name, JsonNode arguments) {
        calls.addObject().put("name", name).set("arguments", arguments);
    }

    /** The events of a stream, each by its data. */
    static List<JsonNode> events(String stream) {
        return Chat.data(stream).stream().map(Chat::json).toList();
    }

    static String textOrNull(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }

    static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }
}
