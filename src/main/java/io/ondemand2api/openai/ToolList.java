package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.request.FunctionParameters;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tools}, or the deprecated {@code functions}: what the caller offers, each name once. */
final class ToolList {

    private static final int MAX_COUNT = 128;

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final SchemaBudget schemas;

    private ToolList(SchemaBudget schemas) {
        this.schemas = schemas;
    }

    static Collection<Tool> tools(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        ToolList list = new ToolList(schemas);
        JsonNode declared = array(request, "tools");
        for (int i = 0; declared != null && i < declared.size(); i++) {
            list.add(function(RequestObject.of(declared.get(i), "tools[" + i + "]")));
        }
        return list.tools.values();
    }

    static Collection<Tool> functions(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        ToolList list = new ToolList(schemas);
        JsonNode declared = array(request, "functions");
        for (int i = 0; declared != null && i < declared.size(); i++) {
            list.add(RequestObject.of(declared.get(i), "functions[" + i + "]"));
        }
        return list.tools.values();
    }

    private static JsonNode array(RequestObject request, String name) throws InvalidRequestException {
        JsonNode list = request.array(name, "an array of objects");
        if (list != null && list.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong(name, MAX_COUNT, list.size());
        }
        return list;
    }

    private static RequestObject function(RequestObject tool) throws InvalidRequestException {
        String type = tool.requiredText("type");
        switch (type) {
            case "function" -> {
                return tool.required("function");
            }
            case "custom" -> throw ValidationErrors.unsupportedValue(tool.path("type"), "'custom'", "'function'");
            default -> throw ValidationErrors.invalidValue(tool.path("type"), type, List.of("function", "custom"));
        }
    }

    private void add(RequestObject function) throws InvalidRequestException {
        String name = Names.ofFunction(function);
        String description = function.text("description");
        boolean strict = function.flag("strict");
        tools.putIfAbsent(
                name,
                new Tool(name, description, FunctionParameters.read(function, "parameters", name, schemas), strict));
    }
}
