package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.openai.ToolChoices;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code tool_choice} and {@code parallel_tool_calls}; unlike in Chat Completions, a tool is named flatly. */
final class ResponseToolChoice {

    private static final String TOOL_CHOICE = "tool_choice";
    private static final List<String> MODES = List.of("none", "auto", "required");

    private ResponseToolChoice() {}

    static Toolset read(RequestObject request, DeclaredTools declared) throws InvalidRequestException {
        return ofFunctions(request, declared).withWebSearch(declared.searches());
    }

    private static Toolset ofFunctions(RequestObject request, DeclaredTools declared) throws InvalidRequestException {
        List<Tool> tools = declared.tools();
        boolean parallel = request.value("parallel_tool_calls") == null || request.flag("parallel_tool_calls");
        JsonNode choice = request.value(TOOL_CHOICE);
        if (choice == null) {
            return new Toolset(tools, ToolChoice.AUTO, parallel);
        }
        if (choice.isTextual()) {
            ToolChoice mode = ToolChoices.mode(choice.textValue(), TOOL_CHOICE, MODES);
            if (mode.equals(ToolChoice.REQUIRED) && tools.isEmpty() && !declared.searches()) {
                throw ValidationErrors.onlyAllowedWith(TOOL_CHOICE, "tools");
            }
            return new Toolset(tools, mode, parallel);
        }
        if (!choice.isObject()) {
            throw ValidationErrors.wrongType(TOOL_CHOICE, "one of a string or an object", choice);
        }
        RequestObject object = RequestObject.of(choice, TOOL_CHOICE);
        String type = object.requiredText("type");
        return switch (type) {
            case "function", "custom" -> {
                Tool named = named(object, declared);
                yield new Toolset(tools, ToolChoice.named(named.name()), parallel);
            }
            // OnDemand decides by itself whether to search
            case "web_search", "web_search_preview", "web_search_preview_2025_03_11" -> {
                if (!declared.searches()) {
                    throw unsupported(object, type);
                }
                yield new Toolset(tools, ToolChoice.AUTO, parallel);
            }
            case "allowed_tools" -> allowed(object, declared, parallel);
            default -> throw unsupported(object, type);
        };
    }

    private static InvalidRequestException unsupported(RequestObject choice, String type) {
        return ValidationErrors.unsupportedValue(
                choice.path("type"), "'" + type + "'", "one of 'function', 'custom', 'allowed_tools'");
    }

    private static Toolset allowed(RequestObject choice, DeclaredTools declared, boolean parallel)
            throws InvalidRequestException {
        String given = choice.text("mode");
        ToolChoice mode =
                given == null ? ToolChoice.AUTO : ToolChoices.mode(given, choice.path("mode"), MODES.subList(1, 3));
        JsonNode list = choice.array("tools", "an array of objects");
        if (list == null) {
            throw ValidationErrors.missing(choice.path("tools"));
        }
        Set<Tool> left = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            RequestObject tool = RequestObject.of(list.get(i), choice.path("tools[" + i + "]"));
            if (tool.text("name") == null) {
                // a hosted tool, which is not there
                continue;
            }
            left.add(named(tool, declared));
        }
        return new Toolset(List.copyOf(left), mode, parallel);
    }

    private static Tool named(RequestObject choice, DeclaredTools declared) throws InvalidRequestException {
        String name = choice.requiredText("name");
        Tool tool = declared.tool(declared.taughtName(name, null));
        if (tool != null) {
            return tool;
        }
        throw new InvalidRequestException(
                "Tool choice '" + SafeEcho.of(name) + "' not found in 'tools' parameter.",
                TOOL_CHOICE,
                "invalid_value");
    }
}
