package io.ondemand2api.core.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.StrangersJson;
import io.ondemand2api.core.ToolCall;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A call with an element for each argument: texts stand in it as they are, other values as JSON. What such a form cannot
 * hold is not written in it.
 */
final class ElementCall {

    private static final JsonFactory JSON = StrangersJson.strings().build();

    private ElementCall() {}

    /** How the elements of a form look; {@code %s} is the name of the tool, the id, or the name of an argument. */
    private record Elements(
            String open, boolean idFirst, String beforeValue, String afterValue, String close, String end) {

        static Elements of(CallForm form) {
            return switch (form) {
                case QWEN ->
                    new Elements(
                            "<tool_call%s>\n<function=%s>\n",
                            true, "<parameter=%s>\n", "\n</parameter>\n", "</function>\n</tool_call>", "</parameter>");
                case GLM ->
                    new Elements(
                            "<tool_call%s>%s\n",
                            true,
                            "<arg_key>%s</arg_key>\n<arg_value>",
                            "</arg_value>\n",
                            "</tool_call>",
                            "</arg_value>");
                case CLAUDE ->
                    new Elements(
                            "<function_calls>\n<invoke name=\"%s\"%s>\n",
                            false,
                            "<parameter name=\"%s\">",
                            "</parameter>\n",
                            "</invoke>\n</function_calls>",
                            "</parameter>");
                case HERMES -> throw new IllegalArgumentException("hermes has no elements");
            };
        }
    }

    /** The call in this form; null when its names or values would be read as something else there. */
    static String of(ToolCall call, CallForm form) {
        if (!plain(call.name()) || call.id() != null && !plain(call.id())) {
            return null;
        }
        Elements elements = Elements.of(form);
        String id = call.id() == null ? "" : " id=\"" + call.id() + "\"";
        StringBuilder text = new StringBuilder(call.arguments().length() + 256);
        text.append(String.format(
                elements.open(), elements.idFirst() ? id : call.name(), elements.idFirst() ? call.name() : id));
        return call.arguments().isBlank() || appended(call.arguments(), elements, text)
                ? text.append(elements.close()).toString()
                : null;
    }

    private static boolean plain(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != '<' && c != '>' && c != '"' && c != '=');
    }

    /** Reads the arguments token by token: a tree of them could take a hundred times their size. */
    private static boolean appended(String arguments, Elements elements, StringBuilder text) {
        Set<String> names = new HashSet<>();
        try (JsonParser parser = JSON.createParser(arguments)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                String value = value(arguments, parser);
                if (!plain(name) || !names.add(name) || value.contains(elements.end())) {
                    return false;
                }
                text.append(String.format(elements.beforeValue(), name))
                        .append(value)
                        .append(elements.afterValue());
            }
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    private static String value(String arguments, JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return arguments
                .substring(from, (int) parser.currentLocation().getCharOffset())
                .strip();
    }
}
