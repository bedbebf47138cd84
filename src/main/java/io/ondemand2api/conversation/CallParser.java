package io.ondemand2api.conversation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Understands calls that are written in JSON: one object with a name and arguments, OpenAI's shape with a
 * {@code function} within, or lists of either, perhaps as {@code tool_calls}. A text with one call that is none, or of
 * a tool that is not offered, has no calls at all.
 */
final class CallParser {

    private static final Set<String> NAME = Set.of("name", "tool", "function");
    private static final Set<String> ARGUMENTS = Set.of("arguments", "parameters", "args", "input");
    private static final Set<String> OTHERS = Set.of("id", "type", "index", "tool_calls");

    /** A habit of models that were trained on such names. */
    private static final String NAMESPACE = "functions.";

    private final Toolset tools;

    CallParser(Toolset tools) {
        this.tools = tools;
    }

    /** True when a call written in JSON may have such a key. */
    static boolean isKey(String key) {
        return NAME.contains(key) || ARGUMENTS.contains(key) || OTHERS.contains(key);
    }

    /** The tool that is meant by this name, or null when it is not offered. */
    Tool tool(String name) {
        Tool tool = tools.find(name);
        return tool == null && name.startsWith(NAMESPACE) ? tools.find(name.substring(NAMESPACE.length())) : tool;
    }

    /** A call of an offered tool. */
    static ToolCall call(Tool tool, String arguments) {
        return new ToolCall(CallId.next(), tool.name(), arguments);
    }

    /** The calls in a payload that was marked as such. */
    List<ToolCall> marked(String json) {
        return parse(json, false);
    }

    /** The calls in a payload that carries no mark: there, arguments must be written, lest plain data becomes a call. */
    List<ToolCall> bare(String json) {
        return parse(json, true);
    }

    private List<ToolCall> parse(String json, boolean argumentsRequired) {
        List<ToolCall> calls = new ArrayList<>();
        try (JsonParser parser = LenientJson.parser(json)) {
            JsonToken first = parser.nextToken();
            boolean understood = first == JsonToken.START_ARRAY
                    ? list(parser, argumentsRequired, calls)
                    : first == JsonToken.START_OBJECT && object(parser, argumentsRequired, calls);
            return understood && parser.nextToken() == null ? calls : List.of();
        } catch (IOException notJson) {
            return List.of();
        }
    }

    private boolean list(JsonParser parser, boolean argumentsRequired, List<ToolCall> calls) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT || !object(parser, argumentsRequired, calls)) {
                return false;
            }
        }
        return true;
    }

    private boolean object(JsonParser parser, boolean argumentsRequired, List<ToolCall> calls) throws IOException {
        Draft draft = new Draft();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("tool_calls") && value == JsonToken.START_ARRAY) {
                draft.understoodList = list(parser, argumentsRequired, calls);
                if (!draft.understoodList) {
                    return false;
                }
            } else if (key.equals("function") && value == JsonToken.START_OBJECT) {
                function(parser, draft);
            } else {
                draft.take(key, value, parser);
            }
        }
        return draft.name == null ? draft.understoodList : add(draft, argumentsRequired, calls);
    }

    private void function(JsonParser parser, Draft draft) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            draft.take(key, parser.nextToken(), parser);
        }
    }

    private boolean add(Draft draft, boolean argumentsRequired, List<ToolCall> calls) {
        Tool tool = tool(draft.name);
        if (tool == null || argumentsRequired && draft.arguments == null) {
            return false;
        }
        calls.add(call(tool, draft.arguments == null ? "{}" : draft.arguments));
        return true;
    }

    /** A call while it is read. */
    private static final class Draft {
        private String name;
        private String arguments;
        private boolean understoodList;

        void take(String key, JsonToken value, JsonParser parser) throws IOException {
            if (NAME.contains(key) && value == JsonToken.VALUE_STRING) {
                name = parser.getText().strip();
            } else if (ARGUMENTS.contains(key)) {
                arguments = arguments(value, parser);
            } else {
                parser.skipChildren();
            }
        }

        private static String arguments(JsonToken value, JsonParser parser) throws IOException {
            if (value == JsonToken.VALUE_NULL) {
                return "{}";
            }
            if (value != JsonToken.VALUE_STRING) {
                return LenientJson.compact(parser);
            }
            String text = parser.getText();
            String inner = text.isBlank() ? "{}" : LenientJson.compact(text);
            return inner == null ? LenientJson.quoted(text) : inner;
        }
    }
}
