package io.ondemand2api.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * A route on the API port, as an operation of an OpenAPI document.
 *
 * @param id of the route
 * @param path such as {@code /v1/models/{id}}
 * @param methods in small letters
 * @param summary what it is for
 * @param steps the names of the steps that it calls
 */
record DescribedRoute(String id, String path, List<String> methods, String summary, List<String> steps) {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Pattern METHODS = Pattern.compile("[?&]httpMethodRestrict=([^&]+)");
    private static final String ENTRY = "platform-http:";
    private static final String ANY_METHOD = "GET,HEAD,POST,PUT,PATCH,DELETE";

    /** Null for a route in which no client's request comes in. */
    static DescribedRoute of(CamelContext context, Route route) {
        String uri = route.getEndpoint().getEndpointUri();
        RouteDefinition definition =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(route.getRouteId());
        if (definition == null || !uri.startsWith(ENTRY)) {
            return null;
        }
        String path =
                decoded(uri.substring(ENTRY.length()).replaceFirst("\\?.*", "").replaceFirst("^/*", "/"));
        String description = definition.getDescriptionText();
        return new DescribedRoute(
                route.getRouteId(),
                path,
                methods(uri),
                description == null ? route.getRouteId() : description.replaceFirst("^[A-Z]+ /\\S*: ", ""),
                ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ProcessDefinition.class).stream()
                        .map(ProcessDefinition::getRef)
                        .toList());
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private static List<String> methods(String uri) {
        Matcher restricted = METHODS.matcher(uri);
        String methods = restricted.find() ? decoded(restricted.group(1)) : ANY_METHOD;
        return Arrays.stream(methods.split(","))
                .map(method -> method.trim().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** @param known what each step reads and writes */
    ObjectNode describe(JsonNode known) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("operationId", id).put("summary", summary);
        JsonNode step = steps.stream()
                .map(known::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(JsonNodeFactory.instance.objectNode());
        operation.putArray("tags").add(step.path("tag").asText("Gateway"));
        if (steps.contains("client.authenticate")) {
            for (String scheme : new String[] {"bearer", "x-api-key", "api-key"}) {
                operation.withArrayProperty("security").addObject().putArray(scheme);
            }
        }
        Matcher parameter = PARAMETER.matcher(path);
        while (parameter.find()) {
            ObjectNode described = operation.withArrayProperty("parameters").addObject();
            described.put("name", parameter.group(1)).put("in", "path").put("required", true);
            described.putObject("schema").put("type", "string");
        }
        if (step.has("request")) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            content(body, "application/json", step.path("request").asText());
        }
        responses(operation.putObject("responses"), step);
        return operation;
    }

    private void responses(ObjectNode responses, JsonNode step) {
        if (step.has("response")) {
            ObjectNode answer = responses.putObject("200").put("description", "The answer");
            content(answer, "application/json", step.path("response").asText());
            if (step.has("event")) {
                content(answer, "text/event-stream", step.path("event").asText());
            }
        }
        boolean messages = "Messages".equals(step.path("tag").asText());
        ObjectNode failure = responses.putObject("default").put("description", "Why there is no answer");
        content(failure, "application/json", messages ? "MessageError" : "Error");
    }

    private static void content(ObjectNode of, String type, String schema) {
        of.withObjectProperty("content")
                .putObject(type)
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }
}
