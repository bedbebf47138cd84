package io.ondemand2api.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What each turn of a conversation adds to the one before, of all that its client says again each time. */
final class NewText {

    private static final Set<String> OF_THE_MODEL =
            Set.of("function_call", "custom_tool_call", "reasoning", "thinking", "tool_use");

    private NewText() {}

    /** The length of the new text of each request, in bytes; the model's own words, which come back in it, are not new. */
    static List<Integer> bytes(List<JsonNode> requests) {
        List<Integer> lengths = new ArrayList<>();
        int before = 0;
        for (JsonNode request : requests) {
            JsonNode items = request.path(request.has("input") ? "input" : "messages");
            int length = 0;
            for (int i = before; i < items.size(); i++) {
                length += of(items.get(i)).getBytes(UTF_8).length;
            }
            lengths.add(length);
            before = items.size();
        }
        return lengths;
    }

    private static String of(JsonNode item) {
        if (item.isTextual()) {
            return item.asText();
        }
        StringBuilder text = new StringBuilder();
        if (item.isArray()) {
            item.forEach(part -> text.append(of(part)));
        } else if (item.isObject()
                && !item.path("role").asText().equals("assistant")
                && !OF_THE_MODEL.contains(item.path("type").asText())) {
            for (String field : List.of("text", "content", "output")) {
                text.append(of(item.path(field)));
            }
        }
        return text.toString();
    }
}
