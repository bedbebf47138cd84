package io.ondemand2api.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client asks, what a model then says in each round, and what the client must get; made from a public report. The
 * files are in {@code src/test/resources/cases}, and many short texts in {@code strangers.json} beside that folder;
 * {@code outcome} is what is checked.
 */
public record AnswerCase(String id, JsonNode request, List<List<String>> rounds, JsonNode outcome) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Path FOLDER = Path.of("src/test/resources/cases");
    private static final Path STRANGERS = Path.of("src/test/resources/strangers.json");

    /** All cases. */
    public static List<AnswerCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<AnswerCase> all =
                    new ArrayList<>(files.filter(file -> file.toString().endsWith(".json"))
                            .sorted()
                            .map(AnswerCase::read)
                            .filter(one -> !one.outcome.isMissingNode())
                            .toList());
            JsonNode strangers = JSON.readTree(STRANGERS.toFile());
            for (JsonNode text : strangers.get("texts")) {
                all.add(stranger(text, strangers.get("tools")));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One text of many, with the tools that all share unless it brings its own. */
    private static AnswerCase stranger(JsonNode text, JsonNode tools) {
        ObjectNode request = JSON.createObjectNode().put("model", "gpt-4o");
        request.putArray("messages").addObject().put("role", "user").put("content", "do it");
        request.set("tools", tools);
        text.path("request").properties().forEach(own -> request.set(own.getKey(), own.getValue()));
        if (request.get("tools").isNull()) {
            request.remove("tools");
        }
        List<List<String>> rounds = new ArrayList<>();
        rounds.add(List.of(text.get("said").textValue()));
        if (text.has("again")) {
            rounds.add(List.of(text.get("again").textValue()));
        }
        return new AnswerCase(text.get("id").textValue(), request, rounds, text.get("outcome"));
    }

    private static AnswerCase read(Path file) {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            List<List<String>> rounds = new ArrayList<>();
            for (JsonNode round : json.path("upstream_rounds")) {
                List<String> deltas = new ArrayList<>();
                round.forEach(delta -> deltas.add(delta.textValue()));
                rounds.add(deltas);
            }
            String id = file.getFileName().toString().replace(".json", "");
            return new AnswerCase(id, json.path("request"), rounds, json.path("outcome"));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The request, for an answer that is streamed or not. */
    public ObjectNode request(boolean stream) {
        return request.<ObjectNode>deepCopy().put("stream", stream);
    }

    /** A body to send, in ASCII: half of a surrogate pair has no other form. */
    public static String body(JsonNode request) {
        try {
            return ASCII.writeValueAsString(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the model says when it is asked for the nth time, from 1 on; the last round again and again. */
    public List<String> round(long number) {
        return rounds.get((int) Math.min(number, rounds.size()) - 1);
    }

    /**
     * An answer as a client has it.
     *
     * @param content its text, empty for none
     * @param reasoning its thinking, empty for none
     * @param calls each as {@code {"name":…,"arguments":{…}}}
     * @param finish its finish reason
     * @param rounds how often the model was asked
     */
    public record Answer(String content, String reasoning, JsonNode calls, String finish, int rounds) {}

    /** Fails when this is not what the client must get. */
    public void check(Answer answer) {
        if (outcome.path("mayAskAgain").asBoolean() && answer.rounds() == 2) {
            return;
        }
        outcome.properties().forEach(expected -> check(expected.getKey(), expected.getValue(), answer));
    }

    private void check(String what, JsonNode expected, Answer answer) {
        switch (what) {
            case "calls" -> assertThat(answer.calls()).as("calls").isEqualTo(expected);
            case "content" -> assertThat(answer.content()).as("content").isEqualTo(expected.textValue());
            case "contentJson" ->
                assertThat(json(answer.content())).as("content").isEqualTo(expected);
            case "contentWithout" ->
                expected.forEach(
                        text -> assertThat(answer.content()).as("content").doesNotContain(text.textValue()));
            case "rounds" -> assertThat(answer.rounds()).as("rounds").isEqualTo(expected.intValue());
            case "reasoning" -> assertThat(answer.reasoning()).as("reasoning").isEqualTo(expected.textValue());
            case "finish" -> assertThat(answer.finish()).as("finish reason").isEqualTo(expected.textValue());
            case "queryHolds", "status", "mayAskAgain" -> {
                // checked where the requests are seen
            }
            default -> throw new IllegalStateException(id + " expects " + what);
        }
    }

    /** This text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
