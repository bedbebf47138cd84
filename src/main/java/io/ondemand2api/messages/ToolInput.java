package io.ondemand2api.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.StrangersJson;
import io.ondemand2api.core.WellFormedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a call as the JSON object that {@code input} has to be. They are one in all but odd cases, and then
 * stay letter by letter as the model wrote them. Anything else is handed on as text in a field, so that the answer can be
 * read and nothing is lost.
 */
final class ToolInput {

    private static final JsonFactory JSON = StrangersJson.strings().build();

    private ToolInput() {}

    /** @param arguments as the model wrote them */
    static String of(String arguments) {
        if (arguments.isBlank()) {
            return "{}";
        }
        String text = WellFormedText.of(arguments);
        if (isObject(text)) {
            return text.strip();
        }
        ByteSink wrapped = new ByteSink(text.length() + 32).append("{\"arguments\":");
        JsonText.appendQuoted(text, wrapped);
        return new String(wrapped.append("}").drain(), StandardCharsets.UTF_8);
    }

    private static boolean isObject(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
