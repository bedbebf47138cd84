package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.schema.SchemaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A value in MiniMax M3's markup: a text, or elements, which are the items of a list or the members of an object.
 *
 * @param text what stands between the tags
 * @param keys the names of the elements in it
 * @param values what they hold
 */
record MiniMaxValue(String text, List<String> keys, List<MiniMaxValue> values) {

    private static final int MAX_DEPTH = 16;
    private static final String ITEM = "item";

    /** Reads on to behind the tag that closes this element. */
    static MiniMaxValue read(Element element, Cursor text, int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("it is nested too deeply");
        }
        List<String> keys = new ArrayList<>();
        List<MiniMaxValue> values = new ArrayList<>();
        String words = words(text);
        Element next = MiniMaxDialect.tag(text);
        while (next != null && !next.closing()) {
            if (!words.isBlank()) {
                throw new MalformedException("there are words between the elements of an argument");
            }
            keys.add(next.name());
            values.add(read(next, text, depth + 1));
            words = words(text);
            next = MiniMaxDialect.tag(text);
        }
        if (next == null || !next.name().equals(element.name()) || !keys.isEmpty() && !words.isBlank()) {
            throw new MalformedException("an argument does not end");
        }
        return new MiniMaxValue(words, keys, values);
    }

    /** What stands before the next token. */
    private static String words(Cursor text) throws MalformedException {
        int from = text.at();
        while (true) {
            int at = text.at();
            if (text.peek() == ']' && text.skip(MiniMaxDialect.TOKEN)) {
                text.moveTo(at);
                return text.slice(from, at);
            }
            if (text.next() == Cursor.END) {
                throw new MalformedException("an argument does not end");
            }
        }
    }

    boolean isText() {
        return keys.isEmpty();
    }

    /** As JSON, by what the tool's schema says of its argument of this name. */
    String json(Tool tool, String key) throws MalformedException {
        JsonNode root = tool.parameters() == null
                ? MissingNode.getInstance()
                : tool.parameters().node();
        return json(root, root.path("properties").path(key));
    }

    private String json(JsonNode root, JsonNode schema) throws MalformedException {
        if (isText()) {
            return TypedArguments.json(text, SchemaTypes.of(root, schema));
        }
        boolean list = keys.stream().allMatch(ITEM::equals)
                && !schema.path("properties").has(ITEM);
        StringJoiner all = list ? new StringJoiner(",", "[", "]") : new StringJoiner(",", "{", "}");
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            if (!list && keys.indexOf(key) != i) {
                throw new MalformedException("the argument " + key + " is written twice");
            }
            JsonNode inner =
                    list ? schema.path("items") : schema.path("properties").path(key);
            all.add((list ? "" : JsonValue.quoted(key) + ":") + values.get(i).json(root, inner));
        }
        return all.toString();
    }
}
