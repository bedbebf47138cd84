package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.request.FunctionParameters;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.request.WebSearch;
import io.ondemand2api.core.schema.InvalidSchemaException;
import io.ondemand2api.core.schema.JsonSchema;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code tools}: functions, custom tools (taught as functions with one text), and namespaces, whose tools are
 * ordinary ones. Two tools of one name are told apart by their namespace.
 */
final class DeclaredTools {

    private static final int MAX_COUNT = 128;

    /**
     * Hosted by OpenAI, and sent by agents unasked: where no plug-in can do it, it is left out, for a refusal would stop
     * the agent.
     */
    private static final String WEB_SEARCH = "web_search";

    /** An item of the input that declares further tools, as Codex sends them. */
    private static final String MORE_TOOLS = "additional_tools";

    /** Sent by Codex unasked, too. */
    private static final Set<String> LEFT_OUT = Set.of("image_generation", "tool_search");

    private static final List<String> TYPES = List.of("function", "custom", "namespace", WEB_SEARCH);

    private final SchemaBudget schemas;
    private final Map<String, Tool> taught = new LinkedHashMap<>();
    private final Map<String, DeclaredTool> byTaughtName = new HashMap<>();
    private final Map<List<String>, String> taughtNames = new HashMap<>();
    private final Set<String> leftOut = new TreeSet<>();
    private final boolean webSearch;
    private boolean searches;
    private JsonSchema textOnly;

    private DeclaredTools(SchemaBudget schemas, boolean webSearch) {
        this.schemas = schemas;
        this.webSearch = webSearch;
    }

    /** @param webSearch true when the model can be let search the web */
    static DeclaredTools read(RequestObject request, SchemaBudget schemas, boolean webSearch)
            throws InvalidRequestException {
        DeclaredTools tools = new DeclaredTools(schemas, webSearch);
        tools.addAll(request, null);
        JsonNode input = request.value("input");
        for (int i = 0; input != null && i < input.size(); i++) {
            if (MORE_TOOLS.equals(input.get(i).path("type").textValue())) {
                tools.addAll(RequestObject.of(input.get(i), "input[" + i + "]"), null);
            }
        }
        return tools;
    }

    private void addAll(RequestObject owner, String namespace) throws InvalidRequestException {
        JsonNode list = owner.array("tools", "an array of objects");
        if (list == null) {
            return;
        }
        if (list.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong(owner.path("tools"), MAX_COUNT, list.size());
        }
        for (int i = 0; i < list.size(); i++) {
            add(RequestObject.of(list.get(i), owner.path("tools[" + i + "]")), namespace);
        }
    }

    private void add(RequestObject tool, String namespace) throws InvalidRequestException {
        String type = tool.requiredText("type");
        if (type.equals("function")) {
            String name = Names.ofFunction(tool);
            JsonSchema parameters = FunctionParameters.read(tool, "parameters", name, schemas);
            add(name, namespace, tool.text("description"), parameters, tool.flag("strict"), false);
        } else if (type.equals("custom")) {
            String name = Names.ofFunction(tool);
            add(name, namespace, descriptionOfCustom(tool), textOnly(), false, true);
        } else if (type.equals("namespace") && namespace == null) {
            addAll(tool, Names.ofFunction(tool));
        } else if (WebSearch.is(type) && webSearch && live(tool)) {
            WebSearch.check(tool);
            searches = true;
        } else if (WebSearch.is(type)) {
            leftOut.add(WEB_SEARCH);
        } else if (LEFT_OUT.contains(type)) {
            leftOut.add(type);
        } else {
            throw ValidationErrors.unsupportedValue(
                    tool.path("type"), "'" + type + "'", "one of '" + String.join("', '", TYPES) + "'");
        }
    }

    /** False when only what OpenAI has in store may be searched, of which there is nothing here. */
    private static boolean live(RequestObject tool) throws InvalidRequestException {
        return tool.value("external_web_access") == null || tool.flag("external_web_access");
    }

    private void add(
            String name, String namespace, String description, JsonSchema parameters, boolean strict, boolean custom) {
        String known = taught.containsKey(name) && namespace != null ? namespace + "__" + name : name;
        if (taught.putIfAbsent(known, new Tool(known, description, parameters, strict)) == null) {
            byTaughtName.put(known, new DeclaredTool(known, name, namespace, custom));
            taughtNames.putIfAbsent(Arrays.asList(name, null), known);
            taughtNames.putIfAbsent(Arrays.asList(name, namespace), known);
        }
    }

    private static String descriptionOfCustom(RequestObject tool) throws InvalidRequestException {
        String description = tool.text("description");
        RequestObject format = tool.object("format");
        String definition = format == null ? null : format.text("definition");
        if (definition == null) {
            return description;
        }
        String syntax = format.text("syntax");
        return (description == null ? "" : description + "\n\n")
                + "The text in 'input' must match this grammar"
                + (syntax == null ? "" : " (" + syntax + ")")
                + ":\n" + definition;
    }

    /** Made once: a request may declare thousands of custom tools. */
    private JsonSchema textOnly() throws InvalidRequestException {
        if (textOnly == null) {
            textOnly = compileTextOnly();
        }
        return textOnly;
    }

    private JsonSchema compileTextOnly() throws InvalidRequestException {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties").putObject("input").put("type", "string");
        schema.putArray("required").add("input");
        schema.put("additionalProperties", false);
        try {
            return JsonSchema.of(schema, schemas);
        } catch (InvalidSchemaException overBudget) {
            throw new InvalidRequestException(
                    "Invalid 'tools': " + overBudget.getMessage() + ".", "tools", "invalid_function_parameters");
        }
    }

    /** All tools, as the model knows them. */
    List<Tool> tools() {
        return List.copyOf(taught.values());
    }

    /** True when the model may search the web by itself. */
    boolean searches() {
        return searches;
    }

    /** Kinds of tools that were declared and are not there. */
    Set<String> leftOut() {
        return leftOut;
    }

    /** The tool that the model knows by this name; one that was never declared is a function of that name. */
    DeclaredTool find(String taughtName) {
        return byTaughtName.getOrDefault(taughtName, new DeclaredTool(taughtName, taughtName, null, false));
    }

    /** The tool that the model knows by this name, or null. */
    Tool tool(String taughtName) {
        return taught.get(taughtName);
    }

    /** The name by which the model knows a tool of the history, of any namespace when that is null. */
    String taughtName(String name, String namespace) {
        return taughtNames.getOrDefault(Arrays.asList(name, namespace), name);
    }
}
