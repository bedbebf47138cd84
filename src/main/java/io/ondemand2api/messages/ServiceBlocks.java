package io.ondemand2api.messages;

import java.util.Set;

/**
 * Blocks that Anthropic's service writes about its own work: thinking, the calls of its own tools and what they gave. They
 * come back from clients that have talked to it before, and say nothing to another model.
 */
final class ServiceBlocks {

    private static final Set<String> TYPES = Set.of("thinking", "redacted_thinking", "fallback");

    private ServiceBlocks() {}

    /** True for {@code server_tool_use}, {@code web_search_tool_result} and the like; not for the caller's own tools. */
    static boolean is(String type) {
        return TYPES.contains(type) || type.endsWith("_tool_use") || type.endsWith("_tool_result");
    }
}
