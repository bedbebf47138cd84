package io.ondemand2api.core;

import java.util.List;

/**
 * One message of the conversation, after the instructions.
 *
 * @param role who speaks
 * @param name the speaker's name, the tool's name, or null
 * @param text what was said; never null, may be empty for an assistant that only called tools
 * @param toolCalls the tools that an assistant called; never null
 * @param toolCallId for a tool's result the call it answers, else null
 * @param attachments files that stand in the text, in the order in which they do; never null
 */
public record Turn(
        Role role,
        String name,
        String text,
        List<ToolCall> toolCalls,
        String toolCallId,
        List<Attachment> attachments) {

    /** Who speaks. Instructions of the system or developer are no turn: see {@link Conversation#instructions()}. */
    public enum Role {
        USER,
        ASSISTANT,
        TOOL
    }

    public Turn {
        toolCalls = List.copyOf(toolCalls);
        attachments = List.copyOf(attachments);
    }

    /** A turn without files. */
    public Turn(Role role, String name, String text, List<ToolCall> toolCalls, String toolCallId) {
        this(role, name, text, toolCalls, toolCallId, List.of());
    }

    /** A turn of plain text. */
    public static Turn of(Role role, String text) {
        return new Turn(role, null, text, List.of(), null);
    }

    /** The same turn in these words alone, without files. */
    public Turn withText(String words) {
        return new Turn(role, name, words, toolCalls, toolCallId);
    }
}
