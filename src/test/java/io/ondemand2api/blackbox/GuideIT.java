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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of clients: each block is one that a test takes, and the program in Python does what its page says. */
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

    @Test
    void theProgramInPythonPrintsTheAnswers(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output.txt");
        Path python = Path.of(System.getProperty("guide.python", "/usr/bin/python3"));
        assumeTrue(Files.isExecutable(python), "there is no " + python);
        assumeTrue(run(output, python.toString(), "-c", "import openai") == 0, "Python has no package openai");
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("the ", "answer", "\n"));
            Path program = Files.writeString(
                    folder.resolve("guide.py"),
                    new Guide("openai-python").block("python", gateway.url("/v1"), "gpt-4o"));
            int exit = run(output, python.toString(), program.toString());

            assertThat(exit).as(NodeProject.text(output)).isZero();
            assertThat(Files.readString(output).split("the answer", -1)).hasSize(4);
        }
    }
}
