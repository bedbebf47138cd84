package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.RandomId;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The calls of one mark while they are read. A call of a tool that is not offered is left out beside others. */
final class CallCollector {

    /** Arguments that may stand in another object. */
    private static final Pattern WRAPPED =
            Pattern.compile("\\{\"(?:properties|" + String.join("|", JsonCalls.ARGUMENTS) + ")\":\\{");

    private final ToolNames names;
    private final List<ToolCall> calls = new ArrayList<>();
    private String problem;
    private String doubt;

    CallCollector(ToolNames names) {
        this.names = names;
    }

    /** The tool that is meant by a name, or null. */
    Tool tool(String name) {
        return names.find(name);
    }

    /** Takes a call with these arguments, or none. */
    void add(Tool tool, JsonValue written) {
        JsonValue arguments = unwrapped(tool, written);
        try {
            String json = arguments(arguments);
            if (arguments != null && arguments.doubtful()) {
                doubt = about(tool, Escapes.TWO_READINGS);
            }
            calls.add(new ToolCall(newId(), tool.name(), json));
        } catch (MalformedException unreadable) {
            addProblem(tool, unreadable.getMessage());
        }
    }

    /** Takes a call without arguments that may not be meant. */
    void addDoubtful(Tool tool, String why) {
        add(tool, "{}");
        doubt = about(tool, why);
    }

    /** Without a list, or an object with a name that no parameter has, that holds nothing but the arguments. */
    private static JsonValue unwrapped(Tool tool, JsonValue arguments) {
        if (tool.parameters() == null || arguments == null || arguments.values().size() != 1) {
            return arguments;
        }
        JsonNode properties = tool.parameters().node().path("properties");
        String key = arguments.isObject() ? arguments.keys().get(0) : "";
        JsonValue inner = arguments.values().get(0);
        boolean wrapper = arguments.isList()
                || !properties.has(key) && (JsonCalls.ARGUMENTS.contains(key) || key.equals("properties"));
        boolean parameters = inner.isObject()
                && !inner.keys().isEmpty()
                && inner.keys().stream().allMatch(properties::has);
        return wrapper && parameters ? inner : arguments;
    }

    /** Takes a call whose arguments are valid JSON. */
    void add(Tool tool, String json) {
        if (WRAPPED.matcher(json).lookingAt()) {
            add(tool, LenientJson.whole(json));
            return;
        }
        calls.add(new ToolCall(newId(), tool.name(), json));
    }

    private static String arguments(JsonValue arguments) throws MalformedException {
        if (arguments == null
                || arguments.isNull()
                || arguments.isString() && arguments.text().isBlank()) {
            return "{}";
        }
        if (arguments.bare()) {
            throw new MalformedException("a value in its arguments has no quotes");
        }
        return arguments.isString() ? inner(arguments.text(), arguments) : arguments.json();
    }

    /** Arguments that are JSON in a string; or a string, which the check of arguments refuses. */
    private static String inner(String text, JsonValue string) throws MalformedException {
        String start = text.strip();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return string.json();
        }
        Cursor cursor = new Cursor(start, 0, true);
        JsonValue value = LenientJson.value(cursor);
        cursor.skipSpace();
        if (value.bare() || cursor.peek() != Cursor.END) {
            throw new MalformedException("its arguments are a string that holds no valid JSON");
        }
        return value.json();
    }

    /** Says that a call of this tool was meant and cannot be read. */
    void addProblem(Tool tool, String reason) {
        problem = about(tool, reason);
    }

    static String about(Tool tool, String reason) {
        return "The call of " + tool.name() + " cannot be read" + (reason == null ? "" : ": " + reason);
    }

    boolean isEmpty() {
        return calls.isEmpty() && problem == null;
    }

    /** All of it, up to this index. */
    Reading reading(int end) {
        return new Reading(List.copyOf(calls), problem, doubt, end);
    }

    /** The client says by it which call a result belongs to. */
    static String newId() {
        return RandomId.next("call_", 24);
    }
}
