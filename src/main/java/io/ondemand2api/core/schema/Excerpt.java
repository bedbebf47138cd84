package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/** The beginning of a text or of a value's JSON, for messages. It takes no time or memory for the rest. */
final class Excerpt {

    private static final int MAX_TEXT = 500;

    /** Containers of more parts are only hinted at. */
    private static final int MAX_PARTS = MAX_TEXT / 10;

    private final StringBuilder json = new StringBuilder();

    private Excerpt() {}

    static String of(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** Of a text, without quotes; of any other value its JSON. */
    static String bare(JsonNode value) {
        return value.isTextual() ? of(value.textValue()) : of(value);
    }

    static String of(JsonNode value) {
        Excerpt excerpt = new Excerpt();
        excerpt.add(value);
        return of(excerpt.json.toString());
    }

    private boolean full() {
        return json.length() > MAX_TEXT;
    }

    private void add(JsonNode value) {
        if (value.isTextual()) {
            add(value.textValue());
        } else if (!value.isContainerNode()) {
            json.append(value);
        } else if (value.size() > MAX_PARTS) {
            json.append(value.isObject() ? "{…}" : "[…]");
        } else if (value.isObject()) {
            addFields(value);
        } else {
            addItems(value);
        }
    }

    private void add(String text) {
        String beginning = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT + 1);
        json.append(TextNode.valueOf(beginning));
    }

    private void addFields(JsonNode object) {
        json.append('{');
        for (Iterator<Map.Entry<String, JsonNode>> all = object.properties().iterator(); all.hasNext() && !full(); ) {
            Map.Entry<String, JsonNode> one = all.next();
            add(one.getKey());
            json.append(':');
            add(one.getValue());
            json.append(all.hasNext() ? "," : "");
        }
        json.append('}');
    }

    private void addItems(JsonNode array) {
        json.append('[');
        for (Iterator<JsonNode> all = array.iterator(); all.hasNext() && !full(); ) {
            add(all.next());
            json.append(all.hasNext() ? "," : "");
        }
        json.append(']');
    }
}
