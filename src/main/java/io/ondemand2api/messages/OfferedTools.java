package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.request.FunctionParameters;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.request.WebSearch;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tools} and {@code tool_choice}: what the caller offers, each name once, and whether it must be called. */
final class OfferedTools {

    private static final int MAX_COUNT = 512;
    private static final int MAX_NAME = 128;
    private static final List<String> CHOICES = List.of("auto", "any", "tool", "none");

    private final SchemaBudget schemas;
    private final boolean webSearch;
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    /** What the client calls the search of the web; null unless it wants one. */
    private String search;

    private OfferedTools(SchemaBudget schemas, boolean webSearch) {
        this.schemas = schemas;
        this.webSearch = webSearch;
    }

    /** @param webSearch true when the model can be let search the web */
    static Toolset read(RequestObject request, SchemaBudget schemas, boolean webSearch) throws InvalidRequestException {
        OfferedTools offered = new OfferedTools(schemas, webSearch);
        offered.addAll(request);
        List<Tool> tools = List.copyOf(offered.tools.values());
        RequestObject choice = choice(request);
        boolean searches = offered.search != null;
        if (choice == null) {
            return new Toolset(tools, ToolChoice.AUTO, true).withWebSearch(searches);
        }
        boolean parallel = !choice.flag("disable_parallel_tool_use");
        return new Toolset(tools, offered.choice(choice, tools), parallel).withWebSearch(searches);
    }

    private void addAll(RequestObject request) throws InvalidRequestException {
        JsonNode list = request.array("tools", "an array of objects");
        if (list == null) {
            return;
        }
        if (list.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong("tools", MAX_COUNT, list.size());
        }
        for (int i = 0; i < list.size(); i++) {
            add(RequestObject.of(list.get(i), "tools[" + i + "]"));
        }
    }

    private void add(RequestObject tool) throws InvalidRequestException {
        String type = tool.text("type");
        if (webSearch && WebSearch.is(type)) {
            WebSearch.check(tool);
            search = tool.requiredText("name");
            return;
        }
        if (type != null && !type.equals("custom")) {
            throw new InvalidRequestException(
                    "Invalid '" + tool.path("type") + "': the tool '" + SafeEcho.of(type)
                            + "' is Anthropic's own and is not offered here. Only tools of type 'custom' are.",
                    tool.path("type"),
                    "unsupported_value");
        }
        String name = Names.ofFunction(tool, MAX_NAME);
        tools.putIfAbsent(
                name,
                new Tool(
                        name,
                        tool.text("description"),
                        FunctionParameters.read(tool, "input_schema", name, schemas),
                        tool.flag("strict")));
    }

    /** The choice, or null. Some clients give its type alone, as OpenAI's do. */
    private static RequestObject choice(RequestObject request) throws InvalidRequestException {
        JsonNode given = request.value("tool_choice");
        if (given == null || !given.isTextual()) {
            return request.object("tool_choice");
        }
        String type = given.textValue().equals("required") ? "any" : given.textValue();
        return RequestObject.of(JsonNodeFactory.instance.objectNode().put("type", type), "tool_choice");
    }

    private ToolChoice choice(RequestObject choice, List<Tool> tools) throws InvalidRequestException {
        String type = choice.requiredText("type");
        if (!CHOICES.contains(type)) {
            throw ValidationErrors.invalidValue(choice.path("type"), type, CHOICES);
        }
        boolean anyOther = type.equals("any") && tools.isEmpty();
        if (search != null && (anyOther || search.equals(choice.text("name")))) {
            // OnDemand decides by itself whether to search
            return ToolChoice.AUTO;
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
