package io.ondemand2api.console;

import io.ondemand2api.server.ManagementEndpoint.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of the pages, all from the class path; no other can be asked for. */
final class ConsoleFiles {

    private static final String OURS = "/console/";
    private static final String SWAGGER = "/META-INF/resources/webjars/swagger-ui/5.34.0/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private static final List<String> SCRIPTS = List.of(
            "api.js",
            "console.js",
            "dom.js",
            "gateway.js",
            "keys.js",
            "models.js",
            "now.js",
            "playground.js",
            "requests.js",
            "samples.js",
            "routes.js",
            "texts.js",
            "usage.js");

    private record ConsoleFile(String resource, String type) {}

    private static final Map<String, ConsoleFile> FILES = files();

    private ConsoleFiles() {}

    private static Map<String, ConsoleFile> files() {
        Map<String, ConsoleFile> files = new HashMap<>();
        files.put("", new ConsoleFile(OURS + "index.html", HTML));
        files.put("api", new ConsoleFile(OURS + "api.html", HTML));
        for (String name : SCRIPTS) {
            files.put(name, new ConsoleFile(OURS + name, SCRIPT));
        }
        files.put("console.css", new ConsoleFile(OURS + "console.css", STYLE));
        files.put("swagger-ui.js", new ConsoleFile(SWAGGER + "swagger-ui-bundle.js", SCRIPT));
        files.put("swagger-ui.css", new ConsoleFile(SWAGGER + "swagger-ui.css", STYLE));
        return Map.copyOf(files);
    }

    /** The file of this name, or 404. */
    static Response get(String name) {
        ConsoleFile file = FILES.get(name);
        if (file == null) {
            return Response.text(404, "There is no such page.");
        }
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(file.resource())) {
            return new Response(200, file.type(), in.readAllBytes());
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
