package io.ondemand2api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentationTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");
    private static final Pattern PROPERTY =
            Pattern.compile("`((?:gateway|ondemand|keys|models)\\.[A-Za-z.]+[A-Za-z])`");
    private static final Pattern FORMER = Pattern.compile("\\| `([a-z]+\\.[A-Za-z]+)` \\| `[a-z]+\\.[A-Za-z]+` \\|");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : new String[] {".", "docs", "docs/adr", "deploy", "bench"}) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        return documents;
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as("a link in " + document)
                        .exists();
            }
        }
    }

    @Test
    void everyPropertyIsALineOfApplicationProperties() throws IOException {
        Properties known = new Properties();
        try (var in = Files.newBufferedReader(Path.of("application.properties"))) {
            known.load(in);
        }
        List<String> former = new ArrayList<>();
        Matcher row = FORMER.matcher(Files.readString(Path.of("docs/configuration.md")));
        while (row.find()) {
            former.add(row.group(1));
        }
        for (Path document : documents()) {
            if (document.endsWith("CHANGELOG.md")) {
                // names of steps, and of properties that are gone
                continue;
            }
            Matcher property = PROPERTY.matcher(Files.readString(document));
            while (property.find()) {
                String name = property.group(1);
                assertThat(known.containsKey(name) || former.contains(name) || name.startsWith("models.alias"))
                        .as(name + " in " + document)
                        .isTrue();
            }
        }
    }
}
