package io.ondemand2api.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;

/**
 * An OpenAPI document of the API, made of the routes that run: their paths and methods, and for each step that reads a
 * request or writes an answer what it reads and writes. A route that an operator adds is in it, too.
 */
final class ApiDescription {

    private static final String VERSION = "3.1.0";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context;
    private final JsonNode parts = read();
    private Written last;

    /** The document for these routes; those that are loaded anew are others. */
    private record Written(List<Route> routes, byte[] json) {}

    ApiDescription(CamelContext context) {
        this.context = context;
    }

    /** What the steps read and write, and the schemas of it. */
    static JsonNode read() {
        try (InputStream in = ApiDescription.class.getResourceAsStream("/openapi/parts.json")) {
            return JSON.readTree(in);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Makes the document the body. */
    public void describe(Exchange exchange) throws JsonProcessingException {
        exchange.getMessage().setBody(written());
    }

    /** It takes no key to ask for it: so it is made once for the routes that run, and not by many threads at once. */
    private synchronized byte[] written() throws JsonProcessingException {
        List<Route> running = List.copyOf(context.getRoutes());
        if (last == null || !last.routes().equals(running)) {
            last = new Written(running, JSON.writeValueAsBytes(document()));
        }
        return last.json();
    }

    /** The document as the routes are now. */
    ObjectNode document() {
        ObjectNode document = JSON.createObjectNode().put("openapi", VERSION);
        document.putObject("info")
                .put("title", "ondemand2api")
                .put("version", version())
                .put("description", "OpenAI's and Anthropic's APIs before OnDemand. GET paths answer HEAD, too.");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = document.putObject("paths");
        entries().forEach(entry -> {
            ObjectNode path = paths.withObjectProperty(entry.path());
            entry.methods().stream()
                    .filter(method -> !method.equals("head"))
                    .forEach(method -> path.set(method, entry.describe(parts.path("steps"))));
        });
        ObjectNode components = document.putObject("components");
        components.set("schemas", parts.path("schemas"));
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("bearer").put("type", "http").put("scheme", "bearer");
        for (String header : new String[] {"x-api-key", "api-key"}) {
            schemes.putObject(header).put("type", "apiKey").put("in", "header").put("name", header);
        }
        return document;
    }

    private List<DescribedRoute> entries() {
        List<DescribedRoute> entries = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            DescribedRoute entry = DescribedRoute.of(context, route);
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort((one, other) -> one.path().compareTo(other.path()));
        return entries;
    }

    private static String version() {
        String version = ApiDescription.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
