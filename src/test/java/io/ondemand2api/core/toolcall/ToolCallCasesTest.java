package io.ondemand2api.core.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.schema.JsonSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of tool calls from public reports, however their text is cut. */
class ToolCallCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CASES = Path.of("src/test/resources/cases");

    record Case(String kind, String name, Toolset tools, List<String> deltas, String expected) {

        /** Thinking is taken out before calls are read. */
        String text() {
            return String.join("", deltas).replaceFirst("(?s)^<think>.*?</think>\\s*", "");
        }

        boolean mayAskAgain() {
            return expected.contains("repair round");
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    static Stream<Case> cases() throws IOException {
        return Files.list(CASES)
                .filter(file -> file.getFileName().toString().matches("K[24567]-.*\\.json"))
                .sorted()
                .map(ToolCallCasesTest::load);
    }

    private static Case load(Path file) {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            List<Tool> tools = new ArrayList<>();
            for (JsonNode tool : json.at("/request/tools")) {
                JsonNode function = tool.get("function");
                tools.add(new Tool(
                        function.get("name").textValue(), null, JsonSchema.of(function.get("parameters")), false));
            }
            List<String> deltas = new ArrayList<>();
            json.at("/upstream_rounds/0").forEach(delta -> deltas.add(delta.textValue()));
            return new Case(
                    json.get("kind").textValue(),
                    json.get("name").textValue(),
                    new Toolset(tools, ToolChoice.AUTO, true),
                    deltas,
                    json.get("expected").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String call(Case one) {
        return switch (one.name) {
            case "glm-zeroarg" -> "list_mailboxes({})";
            case "openai-message-shape", "one-bad-name-in-list" -> "get_weather({'city':'Paris'})";
            case "win-path" -> "run_command({'command':'dir C:\\\\Dev\\\\Work && findstr \\\\w+ x'})";
            case "win-path-control" -> "run_command({'command':'C:\\\\bin\\\\app.exe'})";
            case "bad-u-escape" -> "run_command({'command':'dir C:\\\\users\\\\x'})";
            default -> "get_weather({'city':'Paris','days':2})";
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheCallHoweverItIsCut(Case one) {
        String expected = call(one).replace('\'', '"');
        for (ReadAnswer answer : ReadAnswer.howeverCut(one.tools, one.text())) {
            assertThat(answer.problem()).as(answer.toString()).isFalse();
            assertThat(answer.calls()).hasSize(1);
            assertThat(answer.calls().get(0).replaceAll("(?<=[:,]) ", "")).isEqualTo(expected);
            assertThat(answer.text()).doesNotContain("get_weather", "{", "<", "TOOL_CALLS");
        }
    }
}
