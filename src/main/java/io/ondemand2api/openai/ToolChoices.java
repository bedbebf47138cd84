package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Reads which tools are offered and whether one must be called: {@code tool_choice} and {@code parallel_tool_calls}, or
 * the deprecated {@code function_call}, which is always for one call at most.
 */
public final class ToolChoices {

    private static final String TOOL_CHOICE = "tool_choice";
    private static final String FUNCTION_CALL = "function_call";

    private ToolChoices() {}

    /** A request with functions, the form before tools, is answered in that form. */
    static ToolCallForm form(RequestObject request, Toolset offered) {
        boolean functions = !offered.isEmpty() && isEmpty(request.value("tools"));
        return functions ? ToolCallForm.FUNCTION_CALL : ToolCallForm.TOOL_CALLS;
    }

    private static boolean isEmpty(JsonNode list) {
        return list == null || list.isEmpty();
    }

    static Toolset read(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        Collection<Tool> tools = ToolList.tools(request, schemas);
        Collection<Tool> functions = ToolList.functions(request, schemas);
        boolean parallel = request.value("parallel_tool_calls") == null || request.flag("parallel_tool_calls");
        Toolset asTools = ofTools(request, List.copyOf(tools), parallel);
        Toolset asFunctions = ofFunctions(request, List.copyOf(functions));
        return tools.isEmpty() ? asFunctions : asTools;
    }

    private static Toolset ofTools(RequestObject request, List<Tool> tools, boolean parallel)
            throws InvalidRequestException {
        JsonNode choice = request.value(TOOL_CHOICE);
        if (choice == null) {
            return new Toolset(tools, ToolChoice.AUTO, parallel);
        }
        if (choice.isTextual()) {
            ToolChoice mode = mode(choice.textValue(), TOOL_CHOICE, List.of("none", "auto", "required"));
            if (mode.equals(ToolChoice.REQUIRED) && tools.isEmpty()) {
                throw ValidationErrors.onlyAllowedWith(TOOL_CHOICE, "tools");
            }
            return new Toolset(tools, mode, parallel);
        }
        if (!choice.isObject()) {
            throw ValidationErrors.wrongType(TOOL_CHOICE, "one of a string or an object", choice);
        }
        if (tools.isEmpty()) {
            throw ValidationErrors.onlyAllowedWith(TOOL_CHOICE, "tools");
        }
        return ofObject(RequestObject.of(choice, TOOL_CHOICE), tools, parallel);
    }

    private static Toolset ofObject(RequestObject choice, List<Tool> tools, boolean parallel)
            throws InvalidRequestException {
        String type = choice.requiredText("type");
        switch (type) {
            case "function" -> {
                Tool named = named(choice.required("function"), tools, TOOL_CHOICE, "tools");
                return new Toolset(tools, ToolChoice.named(named.name()), parallel);
            }
            case "allowed_tools" -> {
                return allowed(choice.required("allowed_tools"), tools, parallel);
            }
            case "custom" -> throw ValidationErrors.unsupportedValue(choice.path("type"), "'custom'", "'function'");
            default ->
                throw ValidationErrors.invalidValue(
                        choice.path("type"), type, List.of("function", "allowed_tools", "custom"));
        }
    }

    private static Toolset allowed(RequestObject allowed, List<Tool> tools, boolean parallel)
            throws InvalidRequestException {
        ToolChoice mode = mode(allowed.requiredText("mode"), allowed.path("mode"), List.of("auto", "required"));
        JsonNode list = allowed.array("tools", "an array of objects");
        if (list == null) {
            throw ValidationErrors.missing(allowed.path("tools"));
        }
        if (list.isEmpty()) {
            throw ValidationErrors.emptyArray(allowed.path("tools"));
        }
        List<Tool> left = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            RequestObject tool = RequestObject.of(list.get(i), allowed.path("tools[" + i + "]"));
            String type = tool.requiredText("type");
            if (!type.equals("function")) {
                throw ValidationErrors.invalidValue(tool.path("type"), type, List.of("function"));
            }
            Tool named = named(tool.required("function"), tools, TOOL_CHOICE, "tools");
            if (!left.contains(named)) {
                left.add(named);
            }
        }
        return new Toolset(left, mode, parallel);
    }

    private static Toolset ofFunctions(RequestObject request, List<Tool> functions) throws InvalidRequestException {
        JsonNode choice = request.value(FUNCTION_CALL);
        if (choice == null) {
            return new Toolset(functions, ToolChoice.AUTO, false);
        }
        if (choice.isTextual()) {
            return new Toolset(functions, mode(choice.textValue(), FUNCTION_CALL, List.of("none", "auto")), false);
        }
        if (!choice.isObject()) {
            throw ValidationErrors.wrongType(FUNCTION_CALL, "one of a string or an object", choice);
        }
        if (functions.isEmpty()) {
            throw ValidationErrors.onlyAllowedWith(FUNCTION_CALL, "functions");
        }
        Tool named = named(RequestObject.of(choice, FUNCTION_CALL), functions, FUNCTION_CALL, "functions");
        return new Toolset(functions, ToolChoice.named(named.name()), false);
    }

    /**
     * What a word such as {@code auto} means.
     *
     * @param known the words that may stand at this path
     */
    public static ToolChoice mode(String mode, String path, List<String> known) throws InvalidRequestException {
        if (!known.contains(mode)) {
            throw ValidationErrors.invalidValue(path, mode, known);
        }
        return switch (mode) {
            case "none" -> ToolChoice.NONE;
            case "required" -> ToolChoice.REQUIRED;
            default -> ToolChoice.AUTO;
        };
    }

    private static Tool named(RequestObject choice, List<Tool> tools, String param, String list)
            throws InvalidRequestException {
        String name = choice.requiredText("name");
        for (Tool tool : tools) {
            if (tool.name().equals(name)) {
                return tool;
            }
        }
        throw new InvalidRequestException(
                "Invalid value for '" + param + "': '" + SafeEcho.of(name) + "' is not found in '" + list + "'.",
                param,
                "invalid_value");
    }
}
