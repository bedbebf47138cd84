package io.ondemand2api.blackbox;

import io.ondemand2api.DocumentBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page of {@code docs/clients}, whose settings and programs are those that the tests use.
 *
 * @param page its name
 */
record Guide(String page) {

    /** The pages and the languages in which a test takes a block of them: an agent's, or a program's. */
    static final Map<String, List<String>> USED = new TreeMap<>(Map.ofEntries(
            Map.entry("codex", List.of("toml", "sh")),
            Map.entry("claude-code", List.of("sh")),
            Map.entry("opencode", List.of("json")),
            Map.entry("qwen-code", List.of("sh")),
            Map.entry("continue", List.of("yaml")),
            Map.entry("cline", List.of("json")),
            Map.entry("anthropic", List.of("python", "js")),
            Map.entry("openai-node", List.of("js")),
            Map.entry("langchain", List.of("js")),
            Map.entry("ai-sdk", List.of("js")),
            Map.entry("openai-go", List.of("go")),
            Map.entry("openai-python", List.of("python"))));

    /** The version of openai-go that its page names. */
    static final String GO_MODULE = "v3.98.0";

    /** The block of this language, for this gateway. */
    String block(String language, URI base, String model) {
        try {
            DocumentBlock found = DocumentBlock.all().stream()
                    .filter(block -> block.document().endsWith(Path.of("clients", page + ".md")))
                    .filter(block -> block.language().equals(language))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(page + " has no block of " + language));
            return found.text()
                    .replace("http://localhost:7860", "http://" + base.getAuthority())
                    .replace("testofli", GatewayUnderTest.CLIENT_KEY)
                    .replace("gpt-4o", model);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The variables that the block of shell exports. */
    Map<String, String> variables(URI base, String model) {
        Map<String, String> variables = new TreeMap<>();
        for (String line : block("sh", base, model).strip().split("\n")) {
            String[] parts = line.substring("export ".length()).split("=", 2);
            variables.put(parts[0], parts[1]);
        }
        return variables;
    }
}
