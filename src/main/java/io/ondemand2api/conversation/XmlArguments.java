package io.ondemand2api.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Turns arguments that came as text into JSON. What the schema calls a string stays one; all else is taken as the JSON
 * that it is written in, or as a string when it is none.
 */
final class XmlArguments {

    private XmlArguments() {}

    static String of(Tool tool, Map<String, String> values) {
        JsonNode properties = tool == null || tool.parameters() == null
                ? MissingNode.getInstance()
                : tool.parameters().node().path("properties");
        StringJoiner object = new StringJoiner(",", "{", "}");
        values.forEach((key, text) -> object.add(
                LenientJson.quoted(key) + ":" + value(text, properties.path(key).path("type"))));
        return object.toString();
    }

    private static String value(String text, JsonNode type) {
        if ("string".equals(type.textValue())) {
            return LenientJson.quoted(text);
        }
        String json = LenientJson.compact(text);
        return json == null ? LenientJson.quoted(text) : json;
    }
}
