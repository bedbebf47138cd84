package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.request.FunctionParameters;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tools} and {@code tool_choice}: what the caller offers, each name once, and whether it must be called. */
final class OfferedTools {

    private static final int MAX_COUNT = 512;
    private static final int MAX_NAME = 128;
    private static final List<String> CHOICES = List.of("auto", "any", "tool", "none");

    private OfferedTools() {}

    static Toolset read(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        List<Tool> tools = tools(request, schemas);
        RequestObject choice = request.object("tool_choice");
        if (choice == null) {
            return new Toolset(tools, ToolChoice.AUTO, true);
        }
        boolean parallel = !choice.flag("disable_parallel_tool_use");
        return new Toolset(tools, choice(choice, tools), parallel);
    }

    private static List<Tool> tools(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        JsonNode list = request.array("tools", "an array of objects");
        if (list == null) {
            return List.of();
        }
        if (list.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong("tools", MAX_COUNT, list.size());
        }
        Map<String, Tool> tools = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            Tool tool = tool(RequestObject.of(list.get(i), "tools[" + i + "]"), schemas);
            tools.putIfAbsent(tool.name(), tool);
        }
        return List.copyOf(tools.values());
    }

    private static Tool tool(RequestObject tool, SchemaBudget schemas) throws InvalidRequestException {
        String type = tool.text("type");
        if (type != null && !type.equals("custom")) {
            throw new InvalidRequestException(
                    "Invalid '" + tool.path("type") + "': the tool '" + SafeEcho.of(type)
                            + "' is Anthropic's own and is not offered here. Only tools of type 'custom' are.",
                    tool.path("type"),
                    "unsupported_value");
        }
        String name = Names.ofFunction(tool, MAX_NAME);
        return new Tool(
                name,
                tool.text("description"),
                FunctionParameters.read(tool, "input_schema", name, schemas),
                tool.flag("strict"));
    }

    private static ToolChoice choice(RequestObject choice, List<Tool> tools) throws InvalidRequestException {
        String type = choice.requiredText("type");
        if (!CHOICES.contains(type)) {
            throw ValidationErrors.invalidValue(choice.path("type"), type, CHOICES);
        }
        boolean demands = type.equals("any") || type.equals("tool");
        if (demands && tools.isEmpty()) {
            throw ValidationErrors.onlyAllowedWith("tool_choice", "tools");
        }
        return switch (type) {
            case "none" -> ToolChoice.NONE;
            case "any" -> ToolChoice.REQUIRED;
            case "tool" -> named(choice, tools);
            default -> ToolChoice.AUTO;
        };
    }

    private static ToolChoice named(RequestObject choice, List<Tool> tools) throws InvalidRequestException {
        String name = choice.requiredText("name");
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new InvalidRequestException(
                    "Invalid '" + choice.path("name") + "': '" + SafeEcho.of(name) + "' is not found in 'tools'.",
                    choice.path("name"),
                    "invalid_value");
        }
        return ToolChoice.named(name);
    }
}
