package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.ContentBuilder;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestFiles;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code messages}. A user's message may hold the results of tools, each of which is a turn of its own. A message of
 * the system stays where it stands: were it moved to the instructions, those would change from request to request, and no
 * session could go on.
 */
final class MessageTurns {

    private static final List<String> ROLES = List.of("user", "assistant", "system");
    private static final List<String> USER_BLOCKS =
            List.of("text", "image", "document", "search_result", "tool_result");
    private static final List<String> SYSTEM_BLOCKS = List.of("text");

    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, String> toolNamesByCall = new HashMap<>();
    private final ContentBlocks blocks;

    private MessageTurns(ContentBlocks blocks) {
        this.blocks = blocks;
    }

    /** Everything that was said; never empty. */
    static List<Turn> read(RequestObject request, FileLimits limits) throws InvalidRequestException {
        JsonNode list = request.array("messages", "an array of objects");
        if (list == null) {
            throw ValidationErrors.missing("messages");
        }
        if (list.isEmpty()) {
            throw ValidationErrors.emptyArray("messages");
        }
        MessageTurns messages = new MessageTurns(new ContentBlocks(new RequestFiles(limits)));
        for (int i = 0; i < list.size(); i++) {
            messages.add(RequestObject.of(list.get(i), "messages[" + i + "]"));
        }
        // only empty turns of an assistant: there is nothing to go by but the instructions
        return messages.turns.isEmpty() ? List.of(Turn.of(Turn.Role.USER, "")) : messages.turns;
    }

    private void add(RequestObject message) throws InvalidRequestException {
        String role = message.requiredText("role");
        switch (role) {
            case "user" -> addUser(message);
            case "assistant" -> addAssistant(message);
            // the latter is OpenAI's word
            case "system", "developer" -> addSystem(message);
            default -> throw ValidationErrors.invalidValue(message.path("role"), role, ROLES);
        }
    }

    private void addUser(RequestObject message) throws InvalidRequestException {
        JsonNode content = BlockTexts.required(message);
        if (content.isTextual()) {
            turns.add(Turn.of(Turn.Role.USER, content.textValue()));
            return;
        }
        if (content.isEmpty()) {
            throw ValidationErrors.emptyArray(message.path("content"));
        }
        ContentBuilder said = null;
        for (int i = 0; i < content.size(); i++) {
            RequestObject block = BlockTexts.block(message, content, i);
            String type = block.requiredText("type");
            if (ServiceBlocks.is(type)) {
                continue;
            }
            if (type.equals("tool_result")) {
                addWords(said);
                said = null;
                addResult(block);
            } else {
                said = said == null ? new ContentBuilder() : said;
                blocks.read(block, USER_BLOCKS, said);
            }
        }
        addWords(said);
    }

    private void addWords(ContentBuilder said) {
        if (said != null) {
            turns.add(said.userTurn(null));
        }
    }

    private void addResult(RequestObject block) throws InvalidRequestException {
        String call = Names.ofCallId(block, "tool_use_id");
        String tool = toolNamesByCall.get(call);
        if (tool == null) {
            throw new InvalidRequestException(
                    "Invalid '" + block.path("tool_use_id")
                            + "': each 'tool_result' must belong to a 'tool_use' of a message before it.",
                    block.path("tool_use_id"),
                    "invalid_value");
        }
        ContentBuilder result = ToolResults.read(block, blocks);
        turns.add(new Turn(Turn.Role.TOOL, tool, result.text(), List.of(), call, result.attachments()));
    }

    private void addAssistant(RequestObject message) throws InvalidRequestException {
        AssistantBlocks said = AssistantBlocks.read(message);
        for (ToolCall call : said.calls()) {
            toolNamesByCall.put(call.id(), call.name());
        }
        if (said.text().isEmpty() && said.calls().isEmpty()) {
            // clients keep such a turn of an answer that was broken off: nothing was said
            return;
        }
        turns.add(new Turn(Turn.Role.ASSISTANT, null, said.text(), said.calls(), null));
    }

    private void addSystem(RequestObject message) throws InvalidRequestException {
        JsonNode content = BlockTexts.required(message);
        ContentBuilder said = new ContentBuilder();
        if (content.isTextual()) {
            said.say(content.textValue());
        }
        for (int i = 0; i < content.size(); i++) {
            blocks.read(BlockTexts.block(message, content, i), SYSTEM_BLOCKS, said);
        }
        turns.add(said.userTurn("system"));
    }
}
