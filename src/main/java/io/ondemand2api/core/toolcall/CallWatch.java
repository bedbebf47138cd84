package io.ondemand2api.core.toolcall;

import java.util.Set;

/** Objects to JSON that cannot be calls, as soon as that shows. */
final class CallWatch implements JsonWatch {

    private static final Set<String> MESSAGE =
            Set.of("role", "content", "refusal", "audio", "annotations", "finish_reason", "logprobs", "object");
    private static final int MAX_CALL = 6;

    private final Scope scope;
    private final boolean[] objects = new boolean[MAX_CALL + 1];
    private final boolean[] messages = new boolean[MAX_CALL + 1];
    private boolean listed;
    /** From which depth on the arguments of a tool stand beside its name. */
    private int flat = Integer.MAX_VALUE;

    private int arguments = Integer.MAX_VALUE;

    CallWatch(Scope scope) {
        this.scope = scope;
    }

    @Override
    public void open(int depth, boolean object) throws MalformedException {
        if (depth <= MAX_CALL) {
            objects[depth] = object;
        }
    }

    @Override
    public void key(int depth, String key) throws MalformedException {
        listed |= JsonCalls.LISTS.contains(key);
        if (depth > arguments || depth >= flat) {
            return;
        }
        arguments = JsonCalls.ARGUMENTS.contains(key) ? depth : Integer.MAX_VALUE;
        boolean message = MESSAGE.contains(key);
        boolean known = arguments == depth
                || message
                || JsonCalls.NAMES.contains(key)
                || JsonCalls.OTHERS.contains(key)
                || JsonCalls.LISTS.contains(key)
                || JsonCalls.WRAPPERS.contains(key);
        if (!known || depth > MAX_CALL) {
            throw new MalformedException(null);
        }
        if (key.equals("role")) {
            messages[depth] = true;
        }
        if (message && !key.equals("role") && !messages[depth] && !key.equals("content")) {
            throw new MalformedException(null);
        }
    }

    @Override
    public void value(int depth, String key, JsonValue value) throws MalformedException {
        if (depth > arguments || depth > MAX_CALL) {
            return;
        }
        if (listed && JsonCalls.TYPE.equals(key) && value.isString() && scope.tool(value.text()) != null) {
            flat = depth;
        }
        if (depth >= flat) {
            return;
        }
        if (key == null) {
            if (!value.isObject()) {
                throw new MalformedException(null);
            }
            return;
        }
        boolean wrongRole =
                key.equals("role") && !(value.isString() && value.text().equals("assistant"));
        boolean words = key.equals("content") && value.isString() && !messages[depth];
        boolean wrongName = JsonCalls.NAMES.contains(key)
                && value.isString()
                && scope.tool(value.text()) == null
                && !value.text().equals("multi_tool_use.parallel");
        if (wrongRole || words || wrongName) {
            throw new MalformedException(null);
        }
    }
}
