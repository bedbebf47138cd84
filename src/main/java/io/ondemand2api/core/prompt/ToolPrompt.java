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
            paragraph(
                    PromptText.NO_TOOLS.with("mark", conversation.tools().form().mark()), pieces);
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
        StringBuilder list = new StringBuilder(1024);
        for (Tool tool : tools.tools()) {
            list.append(list.isEmpty() ? "" : "\n");
            append(tool, list);
        }
        PromptText calls = tools.parallel() ? PromptText.SEVERAL_CALLS : PromptText.ONE_CALL;
        return PromptText.TOOLS.with(
                "tools",
                list.toString(),
                "form",
                PromptText.of(tools.form()),
                "values",
                PromptText.values(tools.form()),
                "calls",
                calls.with(),
                "duty",
                duty(tools));
    }

    private static String duty(Toolset tools) {
        return switch (tools.choice().mode()) {
            case REQUIRED -> PromptText.MUST_CALL_ANY.with();
            case NAMED -> PromptText.MUST_CALL_NAMED.with("name", tools.choice().name());
            case AUTO, NONE -> PromptText.MAY_CALL.with();
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
                .append("}");
    }

    private static String format(OutputFormat format, boolean afterTools) {
        if (format instanceof OutputFormat.Text) {
            return "";
        }
        if (format instanceof OutputFormat.Schema schema) {
            PromptText text = afterTools ? PromptText.ANSWER_SCHEMA_BESIDE_TOOLS : PromptText.ANSWER_SCHEMA;
            String said = schema.description();
            return text.with(
                    "schema",
                    schema.schema().node().toString(),
                    "description",
                    said == null || said.isBlank() ? "" : " (" + said.strip() + ")");
        }
        return (afterTools ? PromptText.ANSWER_OBJECT_BESIDE_TOOLS : PromptText.ANSWER_OBJECT).with();
    }
}
