package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Tests in other languages: each line of JSON that they left ({@code file}, {@code name}, {@code error}) is a test here. */
final class ForeignTests {

    private ForeignTests() {}

    /**
     * The tests, grouped by their files.
     *
     * @param files as many of them there are at least
     */
    static Stream<DynamicNode> of(Path results, int files) throws IOException {
        Map<String, List<DynamicNode>> byFile = new LinkedHashMap<>();
        for (JsonNode result :
                Files.readAllLines(results).stream().map(Chat::json).toList()) {
            byFile.computeIfAbsent(result.path("file").asText(), file -> new ArrayList<>())
                    .add(DynamicTest.dynamicTest(
                            result.path("name").asText(),
                            () -> assertThat(result.path("error").asText(null)).isNull()));
        }
        assertThat(byFile).hasSizeGreaterThanOrEqualTo(files);
        return byFile.entrySet().stream()
                .map(file -> DynamicContainer.dynamicContainer(file.getKey(), file.getValue()));
    }
}
