package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ondemand2api.DocumentBlock;
import io.ondemand2api.scripted.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages of clients: each block is one that a test takes, and the program in Go does what its page says. */
class GuideIT {

    @Test
    void everyBlockOfAPageIsTakenByATest() throws Exception {
        Map<String, List<String>> blocks = new TreeMap<>();
        for (DocumentBlock block : DocumentBlock.all()) {
            if (block.kind() == DocumentBlock.Kind.GUIDE && block.notRun() == null) {
                String page = block.document().getFileName().toString().replace(".md", "");
                blocks.computeIfAbsent(page, first -> new ArrayList<>()).add(block.language());
            }
        }

        assertThat(blocks).isEqualTo(Guide.USED);
    }

    private static int run(Path output, String... command) throws Exception {
        return NodeProject.exit(NodeProject.builder(output, command).start(), 2);
    }

    /** Skipped where Go is not at hand, or has not fetched the module: nothing is fetched here. */
    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void theProgramInGoPrintsTheAnswers(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output.txt");
        Path go = Path.of(System.getProperty("guide.go", "/usr/local/go/bin/go"));
        assumeTrue(Files.isExecutable(go), "there is no " + go);
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("the ", "answer", "\n"));
            Files.writeString(
                    folder.resolve("main.go"), new Guide("openai-go").block("go", gateway.url("/v1"), "gpt-4o"));
            Files.writeString(
                    folder.resolve("go.mod"),
                    "module guide\n\ngo 1.22\n\nrequire github.com/openai/openai-go/v3 " + Guide.GO_MODULE + "\n");
            ProcessBuilder build = NodeProject.builder(output, go.toString(), "build", "-o", "guide", ".")
                    .directory(folder.toFile());
            build.environment().putAll(Map.of("GOPROXY", "off", "GOSUMDB", "off", "GOFLAGS", "-mod=mod"));
            // a first build compiles Go's own library, too
            int built = NodeProject.exit(build.start(), 5);
            assumeTrue(
                    built == 0 || !NodeProject.text(output).contains("module lookup disabled"),
                    "Go has not fetched the module openai-go " + Guide.GO_MODULE);
            assertThat(built).as(NodeProject.text(output)).isZero();
            int exit = run(output, folder.resolve("guide").toString());

            assertThat(exit).as(NodeProject.text(output)).isZero();
            assertThat(Files.readString(output).split("the answer", -1)).hasSize(4);
        }
    }
}
