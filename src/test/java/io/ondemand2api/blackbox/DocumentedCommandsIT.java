package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.DocumentBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The documents' commands do what the documents say. */
class DocumentedCommandsIT {

    private static LogCapture log;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void startWithoutKeys() {
        log = new LogCapture();
        gateway = GatewayUnderTest.prepare(Map.of("ondemand.apiKeys", "", "gateway.clientKeys", ""))
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        log.close();
    }

    private static List<DocumentBlock> blocks(DocumentBlock.Kind... kinds) throws IOException {
        List<DocumentBlock> blocks = DocumentBlock.all().stream()
                .filter(block -> block.notRun() == null)
                .filter(block -> Arrays.asList(kinds).contains(block.kind()))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks;
    }

    @Test
    void everyRequestIsAnsweredAsTheSampleBehindItSays() throws Exception {
        DocumentBlock request = null;
        for (DocumentBlock block :
                blocks(DocumentBlock.Kind.CURL, DocumentBlock.Kind.ANSWER, DocumentBlock.Kind.STREAM)) {
            if (block.kind() == DocumentBlock.Kind.CURL) {
                request = block;
                continue;
            }
            assertThat(request).as("the request of the sample in " + block).isNotNull();
            boolean stream = block.kind() == DocumentBlock.Kind.STREAM;
            // silent: what is no terminal would get its progress, too
            String command = request.text().replaceFirst("^curl ", stream ? "curl -sS -N " : "curl -sS ");
            if (stream) {
                command = command.replace("-d '{", "-d '{\"stream\":true,");
            }
            String answer = comparable(run(command.replace("localhost:7860", "127.0.0.1:" + gateway.port())));
            // a line with an ellipsis stands for any number of others
            String[] parts = comparable(block.text()).split("\n…\n");
            assertThat(answer).as(block.toString()).startsWith(parts[0]).endsWith(parts[parts.length - 1]);
            if (parts.length == 1) {
                assertThat(answer).as(block.toString()).isEqualTo(parts[0]);
            }
        }
    }

    /** Without what differs from answer to answer. */
    private static String comparable(String answer) {
        return answer.strip()
                .replaceAll("chatcmpl-[0-9a-f]{32}", "chatcmpl-0")
                .replaceAll("\"created\":[0-9]+", "\"created\":0");
    }

    @Test
    void aStartWithoutKeysLogsWhatTheDocumentsShow() throws Exception {
        for (DocumentBlock block : blocks(DocumentBlock.Kind.LOG)) {
            assertThat(log.text())
                    .as(block.toString())
                    .contains(block.text().strip().split(" - ", 2)[1]);
        }
    }

    @Test
    void everyConsoleShowsWhatTheCommandPrints() throws Exception {
        for (DocumentBlock block : blocks(DocumentBlock.Kind.CONSOLE)) {
            String[] parts = block.text().substring("$ ".length()).split("\n", 2);
            assertThat(run(parts[0])).as(block.toString()).contains(parts[1].strip());
        }
    }

    @Test
    void everyStepForARouteCanBeLoaded() throws Exception {
        for (DocumentBlock block : blocks(DocumentBlock.Kind.STEPS)) {
            String route = "- route:\n    id: documented\n    from:\n      uri: direct:documented\n      steps:\n"
                    + block.text();
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("documented.camel.yaml", route));
                assertThat(context.getRouteDefinition("documented"))
                        .as(block.toString())
                        .isNotNull();
            }
        }
    }

    /** What a command prints, run as a reader would in the project's folder. */
    private static String run(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", Path.of(GatewayProcess.java()).getParent() + ":" + environment.get("PATH"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return printed;
    }
}
