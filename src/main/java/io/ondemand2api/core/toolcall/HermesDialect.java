package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.Set;

/**
 * The taught {@code <tool_call>{"name":…,"arguments":{…}}</tool_call>} and all marks that are used like it: those of
 * Hermes and Qwen, Granite, Llama ({@code <|python_tag|>}), InternLM, Cohere, LFM, Gemma
 * ({@code <start_function_call>call:x{…}}) and others. What stands behind such a mark: see {@link Payload}.
 */
final class HermesDialect implements ToolCallDialect {

    static final Set<String> MARKS = Set.of(
            "tool_call",
            "tool_calls",
            "function_call",
            "function_calls",
            "function_invocation",
            "tool_use",
            "tool_uses",
            "tool_call_start",
            "tool_calls_begin",
            "tool_calls_section_begin",
            "tool_call_section_begin",
            "python_tag",
            "python_start",
            "start_action",
            "tools_prefix",
            "start_function_call",
            "function_call_begin",
            "function_call_begin_begin",
            "calls",
            "tool_code");

    /** Words of everyday markup: marks only where a name or JSON says so. */
    static final Set<String> PLAIN = Set.of("tool", "tools", "function");

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (tag.opens("action_start")) {
            text.skipSpace();
            Tag kind = text.peek() == '<' ? Tag.read(text) : null;
            return kind == null || !kind.opens("plugin") ? Reading.text(text.at()) : Payload.read(text, scope, from);
        }
        String name = tag.named();
        boolean plain = tag.opens(PLAIN) && !tag.token();
        if (!tag.opens(MARKS) && !plain) {
            return null;
        }
        if (plain && name == null) {
            text.skipSpace();
            return text.peek() == '{' || text.peek() == '[' ? Payload.read(text, scope, from) : null;
        }
        Tool tool = name == null ? null : scope.tool(name);
        if (name != null && tool == null) {
            return Reading.text(text.at());
        }
        return tool == null ? Payload.read(text, scope, from) : Payload.arguments(tool, text, scope, from);
    }
}
