package io.ondemand2api.core.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.toolcall.LenientJson;
import io.ondemand2api.core.toolcall.ToolCallReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the model in words what OpenAI's callers say in fields: which tools it may call and how, and what form its
 * answer must have. The dialect is the one in which {@link Transcript} writes past calls, since models imitate what they
 * see, and which {@link ToolCallReader} reads.
 */
public final class ToolPrompt {

    private ToolPrompt() {}

    /** The caller's instructions and what has to be taught for this conversation; empty when there is neither. */
    public static String instructions(Conversation conversation) {
        return String.join("", pieces(conversation));
    }

    /** As {@link #instructions}, in pieces that follow each other; the caller's own are not copied. */
    public static List<String> pieces(Conversation conversation) {
        List<String> pieces = new ArrayList<>();
        paragraph(conversation.instructions(), pieces);
        if (!conversation.tools().isEmpty()) {
            paragraph(tools(conversation.tools()), pieces);
        } else if (conversation.turns().stream()
                .anyMatch(turn -> !turn.toolCalls().isEmpty())) {
            paragraph("No tool can be called any more: answer in words, without <tool_call>.", pieces);
        }
        paragraph(format(conversation.format(), !conversation.tools().isEmpty()), pieces);
        return pieces;
    }

    private static void paragraph(String more, List<String> pieces) {
        if (!more.isEmpty()) {
            if (!pieces.isEmpty()) {
                pieces.add("\n\n");
            }
            pieces.add(more);
        }
    }

    private static String tools(Toolset tools) {
        StringBuilder text = new StringBuilder(1024)
                .append("# Tools\n\nYou can call these tools, one JSON object a line:\n<tools>\n");
        for (Tool tool : tools.tools()) {
            append(tool, text);
        }
        return text.append(
                        "</tools>\n\nTo call a tool, write exactly this, with its name and with arguments that fit its ")
                .append("parameters:\n<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>\n\nRules:\n")
                .append(
                        "- Write calls as they are, in valid JSON, not in a code block. Ids of earlier calls are added ")
                .append("for you: write none.\n")
                .append(
                        "- What you have to say stands before the calls. After a call write nothing but further calls, ")
                .append("then stop: the results come in the next turns. Never make up a result.\n")
                .append("- Call only tools of this list. When a value that is required is not known, ask for it.\n")
                .append(
                        tools.parallel()
                                ? "- Calls that do not depend on each other may be written one after the other.\n"
                                : "- Write at most one call.\n")
                .append(duty(tools))
                .toString();
    }

    private static String duty(Toolset tools) {
        return switch (tools.choice().mode()) {
            case REQUIRED -> "- You must call at least one tool now.";
            case NAMED -> "- You must call " + tools.choice().name() + " now.";
            case AUTO, NONE -> "- When no tool is needed, just answer.";
        };
    }

    private static void append(Tool tool, StringBuilder text) {
        text.append("{\"name\":").append(LenientJson.quoted(tool.name()));
        if (tool.description() != null && !tool.description().isBlank()) {
            text.append(",\"description\":").append(LenientJson.quoted(tool.description()));
        }
        JsonNode parameters =
                tool.parameters() == null ? null : tool.parameters().node();
        text.append(",\"parameters\":")
                .append(parameters == null ? "{\"type\":\"object\"}" : parameters)
                .append("}\n");
    }

    private static String format(OutputFormat format, boolean afterTools) {
        if (format instanceof OutputFormat.Text) {
            return "";
        }
        StringBuilder text = new StringBuilder("# Form of the answer\n\n")
                .append(afterTools ? "When you do not call a tool, a" : "A");
        if (format instanceof OutputFormat.Schema schema) {
            text.append("nswer with one JSON value that is valid against this JSON Schema");
            if (schema.description() != null && !schema.description().isBlank()) {
                text.append(" (").append(schema.description().strip()).append(')');
            }
            text.append(":\n").append(schema.schema().node()).append('\n');
        } else {
            text.append("nswer with one JSON object.\n");
        }
        return text.append("Write this JSON and nothing else: no words before or after it, no code block.")
                .toString();
    }
}
