package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Arguments that come as text, made JSON by the tool's schema: what it calls a string stays the exact text, all else is
 * taken as the JSON that it is written in, or as a string when it is none. The same key twice is an error.
 */
final class TypedArguments {

    private final Tool tool;
    private final Map<String, String> values = new LinkedHashMap<>();

    TypedArguments(Tool tool) {
        this.tool = tool;
    }

    /** Takes an argument whose type the schema tells. */
    void add(String key, String text) throws MalformedException {
        put(key, json(text, types(key)));
    }

    /** Takes an argument that is a string or JSON; the schema is not consulted. */
    void add(String key, String text, boolean string) throws MalformedException {
        put(key, string ? JsonValue.quoted(text) : json(text, Set.of("object")));
    }

    /** Takes an argument as JSON. */
    void put(String key, String json) throws MalformedException {
        String before = values.put(key, json);
        if (before != null && !before.equals(json)) {
            throw new MalformedException("the argument " + key + " is written twice");
        }
    }

    private Set<String> types(String key) {
        return tool.parameters() == null ? Set.of() : tool.parameters().types(key);
    }

    /** A text as JSON of one of these types, if it can be; of any, when there are none. */
    static String json(String text, Set<String> types) throws MalformedException {
        if (types.contains("string")) {
            return JsonValue.quoted(text);
        }
        String word = text.strip();
        if (!types.isEmpty() && (word.startsWith("{") || word.startsWith("["))) {
            return container(word, text);
        }
        if (!types.isEmpty() && word.matches("True|False|None")) {
            return word.equals("None") ? "null" : word.toLowerCase(java.util.Locale.ROOT);
        }
        JsonValue json = LenientJson.whole(text);
        return json == null || json.source() == null || json.doubtful() ? JsonValue.quoted(text) : json.json();
    }

    private static String container(String word, String text) throws MalformedException {
        Cursor cursor = new Cursor(word, 0, true);
        JsonValue json = LenientJson.value(cursor);
        return json.bare() || cursor.peek() != Cursor.END ? JsonValue.quoted(text) : json.json();
    }

    /** All of them as one object. */
    String json() {
        StringJoiner object = new StringJoiner(",", "{", "}");
        values.forEach((key, json) -> object.add(JsonValue.quoted(key) + ":" + json));
        return object.toString();
    }
}
