package io.ondemand2api.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.ondemand2api.core.toolcall.LenientJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in one spelling: without spaces, the keys of each object in order, strings with no escape that they can do
 * without. Numbers stay as they are written: 1.0 is not 1. Two texts have the same one only when their values are equal.
 */
final class CanonicalArguments {

    /** A longer text, or one that is nested deeper, is left as it is, so that the cost of a text has a bound. */
    private static final int MAX_LENGTH = 65_536;

    private static final int MAX_DEPTH = 100;

    private static final HexFormat HEX = HexFormat.of();

    private static final JsonFactory FACTORY = StrangersJson.strings()
            // which of two equal names is meant is unknown: then the text counts
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private CanonicalArguments() {}

    /** The text in this spelling; as it is when it is not one JSON value within the bounds. */
    static String of(String text) {
        if (text.length() > MAX_LENGTH) {
            return text;
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return text;
            }
            Object value = read(parser);
            if (parser.nextToken() != null) {
                return text;
            }
            StringBuilder out = new StringBuilder(text.length());
            write(value, out);
            return out.toString();
        } catch (IOException notJson) {
            return text;
        }
    }

    /** A list, a sorted map, or a scalar as it is to be written. */
    private static Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(read(parser));
            }
            return list;
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                object.put(key, read(parser));
            }
            return object;
        }
        return token == JsonToken.VALUE_STRING ? quoted(parser.getText()) : parser.getText();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof List<?> list) {
            String before = "[";
            for (Object element : list) {
                write(element, out.append(before));
                before = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> object) {
            String before = "{";
            for (Map.Entry<?, ?> field : object.entrySet()) {
                write(
                        field.getValue(),
                        out.append(before)
                                .append(quoted((String) field.getKey()))
                                .append(':'));
                before = ",";
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else {
            out.append(value);
        }
    }

    private static String quoted(String text) {
        String quoted = LenientJson.quoted(text);
        if (quoted.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return quoted;
        }
        // half a pair has no bytes of its own in UTF-8, and would be the same as any other
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (Character.isSurrogate(c)) {
                escaped.append("\\u").append(HEX.toHexDigits(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
