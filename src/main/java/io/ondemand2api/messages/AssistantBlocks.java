package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * What an assistant said and called. Blocks of text follow each other without anything between, as they did when the
 * answer was given: only then is the history the one that its session knows. Thinking is left out.
 *
 * @param text all its words
 * @param calls the tools that it called
 */
record AssistantBlocks(String text, List<ToolCall> calls) {

    private static final List<String> TYPES = List.of("text", "tool_use", "thinking", "redacted_thinking");

    static AssistantBlocks read(RequestObject message) throws InvalidRequestException {
        JsonNode content = BlockTexts.optional(message);
        if (content == null) {
            return new AssistantBlocks("", List.of());
        }
        if (content.isTextual()) {
            return new AssistantBlocks(content.textValue(), List.of());
        }
        StringBuilder text = new StringBuilder();
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            RequestObject block = BlockTexts.block(message, content, i);
            String type = block.requiredText("type");
            switch (type) {
                case "text" -> text.append(block.requiredText("text"));
                // all that was said before it, in short
                case "compaction" -> text.append(orEmpty(block.text("content")));
                case "tool_use" -> calls.add(call(block));
                default -> {
                    if (!ServiceBlocks.is(type)) {
                        throw ValidationErrors.invalidValue(block.path("type"), type, TYPES);
                    }
                }
            }
        }
        return new AssistantBlocks(text.toString(), calls);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static ToolCall call(RequestObject block) throws InvalidRequestException {
        String id = Names.ofCallId(block, "id");
        String name = Names.ofPastCall(block);
        return new ToolCall(id, name, input(block));
    }

    /** As JSON. Clients that gather it from a stream keep it as text when the stream was cut. */
    private static String input(RequestObject block) throws InvalidRequestException {
        JsonNode input = block.value("input");
        if (input != null && input.isTextual()) {
            return input.textValue().isBlank() ? "{}" : input.textValue();
        }
        RequestObject object = block.object("input");
        return object == null ? "{}" : object.fields().toString();
    }
}
