package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;

/** Reads {@code input}: a text, or items. Reasoning and items of unknown types say nothing to the model and are skipped. */
final class InputItems {

    private static final List<String> ROLES = List.of("assistant", "system", "developer", "user");

    private final DeclaredTools tools;
    private final ItemContent content;
    private final TurnCollector turns;
    private final RememberedItems stored;

    /** @param stored finds items of remembered responses */
    InputItems(DeclaredTools tools, ItemContent content, TurnCollector turns, RememberedItems stored) {
        this.tools = tools;
        this.content = content;
        this.turns = turns;
        this.stored = stored;
    }

    void read(RequestObject request) throws GatewayException {
        JsonNode input = request.value("input");
        if (input == null) {
            throw ValidationErrors.missing("input");
        }
        if (input.isTextual()) {
            turns.user(Turn.of(Turn.Role.USER, input.textValue()));
            return;
        }
        if (!input.isArray()) {
            throw ValidationErrors.wrongType("input", "one of a string or array of input items", input);
        }
        for (int i = 0; i < input.size(); i++) {
            readItem(RequestObject.of(input.get(i), "input[" + i + "]"));
        }
    }

    private void readItem(RequestObject item) throws GatewayException {
        String type = item.text("type");
        if (type == null) {
            if (item.value("role") == null) {
                throw ValidationErrors.missing(item.path("type"));
            }
            type = "message";
        }
        switch (type) {
            case "message" -> readMessage(item);
            case "function_call" -> readCall(item, arguments(item));
            case "custom_tool_call" -> readCall(item, inputAsJson(item.requiredText("input")));
            case "function_call_output", "custom_tool_call_output" -> readOutput(item);
            case "item_reference" -> readReference(item);
            default -> {
                // reasoning, and what only its own client understands
            }
        }
    }

    private void readMessage(RequestObject message) throws InvalidRequestException {
        String role = message.requiredText("role");
        switch (role) {
            case "user" -> turns.user(content.ofUser(message));
            case "assistant" -> turns.assistant(content.ofAssistant(message));
            case "system", "developer" -> turns.instruct(role, content.ofInstructions(message));
            default -> throw ValidationErrors.invalidValue(message.path("role"), role, ROLES);
        }
    }

    private void readCall(RequestObject call, String arguments) throws InvalidRequestException {
        String name = tools.taughtName(Names.ofPastCall(call), call.text("namespace"));
        turns.call(new ToolCall(Names.ofCallId(call, "call_id"), name, arguments));
    }

    /** Some clients keep the arguments of a call as the object that they mean, or nothing at all. */
    private static String arguments(RequestObject call) throws InvalidRequestException {
        JsonNode arguments = call.value("arguments");
        if (arguments == null) {
            return "{}";
        }
        return arguments.isObject() ? arguments.toString() : call.requiredText("arguments");
    }

    /** A custom tool was taught as a function with one text. */
    private static String inputAsJson(String input) {
        return JsonNodeFactory.instance.objectNode().put("input", input).toString();
    }

    private void readOutput(RequestObject output) throws InvalidRequestException {
        String call = Names.ofCallId(output, "call_id");
        String tool = turns.toolOf(call);
        if (tool == null) {
            throw new InvalidRequestException(
                    "No tool call found for function call output with call_id " + SafeEcho.of(call) + ".",
                    output.path("call_id"),
                    null);
        }
        turns.result(content.ofResult(output, tool, call));
    }

    private void readReference(RequestObject reference) throws GatewayException {
        String id = reference.requiredText("id");
        OutputItem item = stored.find(id, reference.path("id"));
        if (item == null && OutputItem.Kind.REASONING.named(id)) {
            // forgotten, and it would say nothing to the model
            return;
        }
        if (item == null) {
            throw new InvalidRequestException(
                    "Item with id '" + SafeEcho.of(id) + "' not found. Items are remembered for a while, and only when "
                            + "'store' is not false.",
                    reference.path("id"),
                    null);
        }
        switch (item.kind()) {
            case MESSAGE -> turns.assistant(item.text());
            case CALL ->
                turns.call(new ToolCall(
                        item.callId(),
                        tools.taughtName(item.tool().name(), item.tool().namespace()),
                        item.text()));
            case REASONING -> {
                // the model is not told of its own thinking
            }
        }
    }
}
