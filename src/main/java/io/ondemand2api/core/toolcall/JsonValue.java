package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;

/**
 * A value that a model wrote as JSON, or nearly. What was valid JSON is written again exactly as it stood.
 *
 * @param kind what it is
 * @param text a string's characters; a scalar's JSON
 * @param keys an object's keys, in their order, perhaps with doubles
 * @param values the values of an object or a list
 * @param source the valid JSON that it stood as, or null when it was not valid
 * @param bare true when it is, or holds, a word without quotes
 * @param doubtful true when it is, or holds, a string with an escape that was hardly meant as one
 */
record JsonValue(
        Kind kind,
        String text,
        List<String> keys,
        List<JsonValue> values,
        Slice source,
        boolean bare,
        boolean doubtful) {

    enum Kind {
        STRING,
        SCALAR,
        LIST,
        OBJECT
    }

    /** A stretch of a text, which is copied only where it is needed: before the text changes. */
    record Slice(CharSequence text, int from, int to) {}

    static JsonValue string(String text, Slice source, boolean bare, boolean doubtful) {
        return new JsonValue(Kind.STRING, text, List.of(), List.of(), source, bare, doubtful);
    }

    static JsonValue scalar(String json) {
        return new JsonValue(Kind.SCALAR, json, List.of(), List.of(), new Slice(json, 0, json.length()), false, false);
    }

    static JsonValue list(List<JsonValue> values, Slice source) {
        return container(Kind.LIST, List.of(), values, source);
    }

    static JsonValue object(List<String> keys, List<JsonValue> values, Slice source) {
        return container(Kind.OBJECT, keys, values, source);
    }

    private static JsonValue container(Kind kind, List<String> keys, List<JsonValue> values, Slice source) {
        boolean bare = false;
        boolean doubtful = false;
        for (JsonValue value : values) {
            bare |= value.bare;
            doubtful |= value.doubtful;
        }
        return new JsonValue(kind, null, keys, values, source, bare, doubtful);
    }

    boolean isString() {
        return kind == Kind.STRING;
    }

    boolean isList() {
        return kind == Kind.LIST;
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    boolean isNull() {
        return kind == Kind.SCALAR && text.equals("null");
    }

    /** The value under this key, the last one of several, or null. */
    JsonValue get(String key) {
        int index = keys.lastIndexOf(key);
        return index < 0 ? null : values.get(index);
    }

    /** It as valid JSON. */
    String json() {
        StringBuilder json = new StringBuilder();
        write(json);
        return json.toString();
    }

    private void write(StringBuilder json) {
        if (source != null) {
            json.append(source.text, source.from, source.to);
            return;
        }
        switch (kind) {
            case STRING -> json.append(quoted(text));
            case SCALAR -> json.append(text);
            case LIST, OBJECT -> writeAll(json);
        }
    }

    private void writeAll(StringBuilder json) {
        json.append(isObject() ? '{' : '[');
        for (int i = 0; i < values.size(); i++) {
            json.append(i == 0 ? "" : ",");
            if (isObject()) {
                json.append(quoted(keys.get(i))).append(':');
            }
            values.get(i).write(json);
        }
        json.append(isObject() ? '}' : ']');
    }

    /** A text as a string of JSON. */
    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
