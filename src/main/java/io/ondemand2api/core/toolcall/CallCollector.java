package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** The calls of one mark while they are read. A call of a tool that is not offered is left out beside others. */
final class CallCollector {

    private final ToolNames names;
    private final List<ToolCall> calls = new ArrayList<>();
    private String complaint;
    private String doubt;

    CallCollector(ToolNames names) {
        this.names = names;
    }

    /** The tool that is meant by a name, or null. */
    Tool tool(String name) {
        return names.find(name);
    }

    /** Takes a call with these arguments, or none. */
    void add(Tool tool, JsonValue arguments) {
        try {
            String json = arguments(arguments);
            if (arguments != null && arguments.doubtful()) {
                doubt = about(tool, Escapes.TWO_READINGS);
            }
            calls.add(new ToolCall(ToolCallId.next(), tool.name(), json));
        } catch (MalformedException unreadable) {
            complain(tool, unreadable.getMessage());
        }
    }

    /** Takes a call whose arguments are valid JSON. */
    void add(Tool tool, String json) {
        calls.add(new ToolCall(ToolCallId.next(), tool.name(), json));
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
    void complain(Tool tool, String reason) {
        complaint = about(tool, reason);
    }

    static String about(Tool tool, String reason) {
        return "The call of " + tool.name() + " cannot be read" + (reason == null ? "" : ": " + reason);
    }

    boolean isEmpty() {
        return calls.isEmpty() && complaint == null;
    }

    /** All of it, up to this index. */
    Reading reading(int end) {
        return new Reading(List.copyOf(calls), complaint, doubt, end);
    }
}
