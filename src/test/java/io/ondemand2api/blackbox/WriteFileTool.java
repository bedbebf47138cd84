package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tool with which an agent writes a file, found in what the gateway teaches the model, as a model finds it.
 *
 * @param name as the agent calls it
 * @param path the parameter for the file
 * @param content the parameter for what it is to hold
 */
record WriteFileTool(String name, String path, String content) {

    /** The best first. */
    private static final List<Pattern> NAMES = Stream.of("write(_to)?_?(file)?", "editor|create_?file")
            .map(WriteFileTool::any)
            .toList();

    private static final Pattern PATH = any("(target_|abs(olute)?_)?(file_?)?(path|name)|file");
    private static final Pattern CONTENT = any("(file_?)?(contents?|text)|new_text");

    private static Pattern any(String names) {
        return Pattern.compile(names, Pattern.CASE_INSENSITIVE);
    }

    /** @param instructions with one tool a line, as JSON */
    static WriteFileTool in(String instructions) {
        List<JsonNode> tools = instructions
                .lines()
                .filter(line -> line.startsWith("{\"name\":"))
                .map(Chat::json)
                .toList();
        JsonNode tool = NAMES.stream()
                .flatMap(name -> tools.stream()
                        .filter(one -> name.matcher(one.path("name").asText()).matches()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tool that writes a file: "
                        + tools.stream().map(one -> one.path("name").asText()).toList()));
        return new WriteFileTool(tool.path("name").asText(), parameter(tool, PATH), parameter(tool, CONTENT));
    }

    private static String parameter(JsonNode tool, Pattern names) {
        List<String> found = tool.at("/parameters/properties").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> names.matcher(name).matches())
                .toList();
        assertThat(found).as(() -> names + " in " + tool).hasSize(1);
        return found.get(0);
    }

    Map<String, String> arguments(String file, String text) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put(path, file);
        arguments.put(content, text);
        return arguments;
    }
}
