package io.ondemand2api.core.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.StrangersJson;
import java.io.IOException;

/**
 * Where a value stands in a JSON text, so that it can be replaced and every other character stays.
 *
 * @param keyFrom where the key of the value starts; the value's own start when it has none
 * @param from where the value starts
 * @param to behind its last character
 */
record JsonSpan(int keyFrom, int from, int to) {

    private static final JsonFactory JSON = StrangersJson.strings().build();

    /** The value at this place, the last one where a key is repeated; null when there is none. */
    static JsonSpan of(String json, JsonPointer place) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return find(parser, place, start(parser));
        } catch (IOException notJson) {
            return null;
        }
    }

    private static JsonSpan find(JsonParser parser, JsonPointer place, int keyFrom) throws IOException {
        int from = start(parser);
        if (place.matches()) {
            boolean word =
                    parser.currentToken().isNumeric() || parser.currentToken().isBoolean();
            if (word || parser.currentToken() == JsonToken.VALUE_NULL) {
                return new JsonSpan(keyFrom, from, from + parser.getTextLength());
            }
            parser.skipChildren();
            parser.finishToken();
            return new JsonSpan(keyFrom, from, (int) parser.currentLocation().getCharOffset());
        }
        JsonSpan found = null;
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (object || parser.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; !parser.nextToken().isStructEnd(); index++) {
                int key = start(parser);
                boolean here = object ? place.matchesProperty(parser.currentName()) : place.matchesElement(index);
                if (object) {
                    parser.nextToken();
                }
                if (here) {
                    found = find(parser, place.tail(), key);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return found;
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** The text with another value here. */
    String replacedIn(String json, String value) {
        return json.substring(0, from) + value + json.substring(to);
    }

    /** The text of an object's member without it and the comma that parted it. */
    String removedFrom(String json) {
        int after = ThinkingTags.space(json, to, json.length());
        if (json.charAt(after) == ',') {
            return json.substring(0, keyFrom) + json.substring(ThinkingTags.space(json, after + 1, json.length()));
        }
        int before = keyFrom;
        while (ThinkingTags.isSpace(json.charAt(before - 1))) {
            before--;
        }
        return json.substring(0, json.charAt(before - 1) == ',' ? before - 1 : keyFrom) + json.substring(to);
    }
}
