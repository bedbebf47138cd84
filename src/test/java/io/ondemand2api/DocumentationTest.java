package io.ondemand2api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentationTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");
    private static final Pattern PROPERTY =
            Pattern.compile("`((?:gateway|ondemand|keys|models)\\.[A-Za-z.]+[A-Za-z])`");
    private static final Pattern AGENT =
            Pattern.compile("^\\| (Cline|Continue|opencode|Qwen Code) \\|(.*)$", Pattern.MULTILINE);
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.]*");
    private static final Pattern FORMER = Pattern.compile("\\| `([a-z]+\\.[A-Za-z]+)` \\| `[a-z]+\\.[A-Za-z]+` \\|");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path document : DocumentBlock.documents()) {
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
        for (Path document : DocumentBlock.documents()) {
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

    @Test
    void everyBlockIsRunByATestOrSaysWhyNot() throws IOException {
        assertThat(DocumentBlock.all())
                .filteredOn(block -> block.notRun() == null && block.kind() == DocumentBlock.Kind.UNKNOWN)
                .as("blocks that no test runs: put `<!-- not run: why -->` in the line before, or `text` behind the "
                        + "fence of a drawing")
                .isEmpty();
    }

    @Test
    void bothReadmesNameTheSameFiguresOfAgents() throws IOException {
        assertThat(agents("README.zh-CN.md")).isNotEmpty().isEqualTo(agents("README.md"));
    }

    /** The numbers of each row of the table of agents, by the agent. */
    private static Map<String, List<String>> agents(String document) throws IOException {
        Map<String, List<String>> agents = new LinkedHashMap<>();
        Matcher row = AGENT.matcher(Files.readString(Path.of(document)));
        while (row.find()) {
            agents.put(
                    row.group(1),
                    NUMBER.matcher(row.group(2))
                            .results()
                            .map(MatchResult::group)
                            .toList());
        }
        return agents;
    }
}
