package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestFiles;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Reads {@code messages}: system and developer texts become the instructions, wherever they stand, all others turns.
 * Instructions with nothing else are what the model is asked then: they become the one turn, for a conversation without
 * a word from the user has nothing to answer.
 */
final class Messages {

    private static final List<String> ROLES = List.of("system", "assistant", "user", "function", "tool", "developer");

    private final StringJoiner instructions = new StringJoiner("\n\n");
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, String> toolNamesByCall = new HashMap<>();
    private final Map<String, String> callsByFunction = new HashMap<>();

    private final FileParts files;

    private Messages(FileParts files) {
        this.files = files;
    }

    static Messages read(RequestObject request, FileLimits limits) throws InvalidRequestException {
        JsonNode list = request.array("messages", "an array of objects");
        if (list == null) {
            throw ValidationErrors.missing("messages");
        }
        if (list.isEmpty()) {
            throw ValidationErrors.emptyArray("messages");
        }
        Messages messages = new Messages(new FileParts(new RequestFiles(limits)));
        for (int i = 0; i < list.size(); i++) {
            messages.add(RequestObject.of(list.get(i), "messages[" + i + "]"), i);
        }
        return messages;
    }

    /** System and developer texts in their order, with a blank line between; may be empty. */
    String instructions() {
        return turns.isEmpty() ? "" : instructions.toString();
    }

    /** Everything else that was said; never empty. */
    List<Turn> turns() {
        return turns.isEmpty() ? List.of(Turn.of(Turn.Role.USER, instructions.toString())) : turns;
    }

    private void add(RequestObject message, int index) throws InvalidRequestException {
        String role = message.requiredText("role");
        switch (role) {
            case "system", "developer" -> addInstructions(MessageContent.required(message, index));
            case "user" -> turns.add(UserContent.turn(message, Names.ofSpeaker(message), index, files));
            case "assistant" -> addAssistant(message, index);
            case "tool" -> addToolResult(message, index);
            case "function" -> addFunctionResult(message, index);
            default -> throw ValidationErrors.invalidValue(message.path("role"), role, ROLES);
        }
    }

    private void addInstructions(String text) {
        if (!text.isEmpty()) {
            instructions.add(text);
        }
    }

    private void addAssistant(RequestObject message, int index) throws InvalidRequestException {
        List<ToolCall> calls = AssistantCalls.read(message, index);
        for (ToolCall call : calls) {
            toolNamesByCall.put(call.id(), call.name());
            callsByFunction.put(call.name(), call.id());
        }
        String text = MessageContent.ofAssistant(message, index);
        String name = Names.ofSpeaker(message);
        if (text.isEmpty() && calls.isEmpty()) {
            // clients keep such a turn of an answer that was broken off: nothing was said
            return;
        }
        turns.add(new Turn(Turn.Role.ASSISTANT, name, text, calls, null));
    }

    private void addToolResult(RequestObject message, int index) throws InvalidRequestException {
        String call = Names.ofCallId(message, "tool_call_id");
        String tool = toolNamesByCall.get(call);
        if (tool == null) {
            throw new InvalidRequestException(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                            + "'tool_calls'.",
                    "messages.[" + index + "].role",
                    null);
        }
        String text = MessageContent.required(message, index);
        turns.add(new Turn(Turn.Role.TOOL, tool, text, List.of(), call));
    }

    /** The deprecated form names the function instead of the call: it answers the last call of that name, if any. */
    private void addFunctionResult(RequestObject message, int index) throws InvalidRequestException {
        String function = Names.ofPastCall(message);
        String text = message.value("content") == null ? "" : MessageContent.required(message, index);
        turns.add(new Turn(Turn.Role.TOOL, function, text, List.of(), callsByFunction.get(function)));
    }
}
