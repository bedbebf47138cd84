package io.ondemand2api.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Finds where in the folder of routes a name stands, for faults of which Camel does not say the place. */
final class RoutePlace {

    private static final Path ROUTES = Path.of("routes");

    private RoutePlace() {}

    /**
     * The file and the line, such as {@code routes/answer.camel.yaml, line 12: }; empty when it is not found.
     *
     * @param key the YAML key before the name, as a regular expression
     */
    static String of(String key, String name) {
        Pattern line = Pattern.compile(".*\\b(" + key + ")\\s*:\\s*[\"']?" + Pattern.quote(name) + "(?![\\w.]).*");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ROUTES, "*.camel.yaml")) {
            for (Path file : files) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (line.matcher(lines.get(i)).matches()) {
                        return file + ", line " + (i + 1) + ": ";
                    }
                }
            }
        } catch (IOException unreadable) {
            // then the place is not told
        }
        return "";
    }
}
