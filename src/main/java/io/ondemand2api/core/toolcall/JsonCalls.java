package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Tool;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the calls in JSON: objects with a name and arguments under the keys that models use, lists of them, OpenAI's
 * shapes around them, and {@code multi_tool_use.parallel}.
 */
final class JsonCalls {

    static final List<String> NAMES = List.of(
            "name",
            "tool_name",
            "tool",
            "function",
            "function_name",
            "recipient_name",
            "action",
            "toolName",
            "tool_call");
    static final List<String> ARGUMENTS = List.of(
            "arguments",
            "parameters",
            "args",
            "input",
            "tool_input",
            "action_input",
            "params",
            "tool_args",
            "tool_arguments",
            "tool_parameters",
            "function_args",
            "kwargs");
    static final List<String> LISTS =
            List.of("tool_calls", "tool_uses", "calls", "function_calls", "toolCalls", "choices");
    static final List<String> WRAPPERS =
            List.of("function", "function_call", "functionCall", "tool_call", "toolCall", "tool_use", "message");
    static final List<String> OTHERS = List.of("id", "type", "index", "tool_call_id", "call_id", "toolCallId");

    /** Grok names the tool so, in a list of calls. */
    static final String TYPE = "type";

    private static final String PARALLEL = "multi_tool_use.parallel";

    private final CallCollector calls;
    private final boolean marked;
    private boolean listed;

    /** @param marked false when no mark says that it is a call; then arguments must be written */
    JsonCalls(CallCollector calls, boolean marked) {
        this.calls = calls;
        this.marked = marked;
    }

    /** Takes all calls of this value. */
    void collect(JsonValue value) {
        if (value.isList()) {
            value.values().forEach(this::collect);
        } else if (value.isObject()) {
            object(value);
        }
    }

    private void object(JsonValue object) {
        JsonValue inner = inner(object);
        listed |= inner != null && inner.isList();
        if (inner != null) {
            collect(inner);
            return;
        }
        Tool tool = named(object);
        if (tool == null
                && listed
                && object.get(TYPE) != null
                && object.get(TYPE).isString()) {
            tool = calls.tool(object.get(TYPE).text());
        }
        if (tool != null) {
            call(tool, object);
            return;
        }
        JsonValue arguments = arguments(object);
        if (arguments != null && PARALLEL.equals(name(object))) {
            collect(arguments);
        } else if (marked && object.keys().size() == 1 && object.values().get(0).isObject()) {
            Tool key = calls.tool(object.keys().get(0));
            if (key != null) {
                calls.add(key, object.values().get(0));
            }
        }
    }

    private static JsonValue inner(JsonValue object) {
        for (String key : LISTS) {
            JsonValue list = object.get(key);
            if (list != null && list.isList()) {
                return list;
            }
        }
        for (String key : WRAPPERS) {
            JsonValue wrapped = object.get(key);
            if (wrapped != null && wrapped.isObject()) {
                return wrapped;
            }
        }
        return null;
    }

    private static String name(JsonValue object) {
        for (String key : NAMES) {
            JsonValue value = object.get(key);
            if (value != null && value.isString()) {
                return value.text();
            }
        }
        return null;
    }

    private Tool named(JsonValue object) {
        Tool found = null;
        for (int i = 0; i < object.keys().size(); i++) {
            JsonValue value = object.values().get(i);
            Tool tool = NAMES.contains(object.keys().get(i)) && value.isString() ? calls.tool(value.text()) : null;
            if (tool != null && found != null && tool != found) {
                calls.addProblem(tool, "it names two tools");
                return null;
            }
            found = tool == null ? found : tool;
        }
        return found;
    }

    private static JsonValue arguments(JsonValue object) {
        for (String key : ARGUMENTS) {
            JsonValue value = object.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private void call(Tool tool, JsonValue object) {
        List<Integer> written = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < object.keys().size(); i++) {
            String key = object.keys().get(i);
            if (ARGUMENTS.contains(key)) {
                written.add(i);
            } else if (!NAMES.contains(key) && !OTHERS.contains(key)) {
                others.add(i);
            }
        }
        if (written.size() == 1) {
            arguments(tool, object.values().get(written.get(0)));
        } else if (written.size() > 1) {
            calls.addProblem(tool, "its arguments are written twice");
        } else if (marked && others.isEmpty()) {
            calls.add(tool, "{}");
        } else if (others.isEmpty() && takesNothing(tool)) {
            calls.addDoubtful(tool, "nothing but the name is written, which may be no call");
        } else if (marked || listed) {
            flat(tool, object, others);
        }
    }

    private static boolean takesNothing(Tool tool) {
        return tool.parameters() != null
                && tool.parameters().node().path("properties").isEmpty();
    }

    private void arguments(Tool tool, JsonValue arguments) {
        if (!isSchema(arguments)) {
            calls.add(tool, arguments);
        }
    }

    /** A list of the available tools is not a call. */
    private static boolean isSchema(JsonValue arguments) {
        JsonValue type = arguments.get("type");
        JsonValue properties = arguments.get("properties");
        return type != null
                && type.isString()
                && type.text().equals("object")
                && properties != null
                && properties.isObject();
    }

    /** Arguments beside the name, where all of them are parameters. */
    private void flat(Tool tool, JsonValue object, List<Integer> members) {
        JsonNode properties =
                tool.parameters() == null ? null : tool.parameters().node().get("properties");
        List<String> keys = members.stream().map(object.keys()::get).toList();
        if (properties == null || !keys.stream().allMatch(properties::has)) {
            calls.addProblem(tool, "its arguments are missing");
            return;
        }
        calls.add(
                tool,
                JsonValue.object(
                        keys, members.stream().map(object.values()::get).toList(), null));
    }
}
