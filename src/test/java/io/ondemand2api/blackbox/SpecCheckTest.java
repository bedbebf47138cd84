package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check that stands behind every black-box test must let the right through and nothing else. */
class SpecCheckTest {

    private static String sample(String name) {
        try (InputStream in = SpecCheckTest.class.getResourceAsStream("/openai/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> chat(String body) {
        return problems("/v1/chat/completions", 200, "application/json", body, true);
    }

    private static List<String> stream(String body) {
        return problems("/v1/chat/completions", 200, "text/event-stream", body, true);
    }

    private static List<String> problems(String path, int status, String type, String body, boolean whole) {
        return SpecCheck.problems(new SpecCheck.Answer("POST", path, status, type, body, whole));
    }

    @Test
    void theSamplesThatEveryClientAcceptsAreInOrder() {
        assertThat(chat(sample("chat.json"))).isEmpty();
        assertThat(chat(sample("chat-tool.json"))).isEmpty();
        assertThat(problems("/v1/models", 200, "application/json", sample("models.json"), true))
                .isEmpty();
        for (String name : new String[] {"chat-stream.txt", "chat-stream-tool.txt", "chat-stream-error.txt"}) {
            assertThat(stream(sample(name).stripTrailing() + "\n\n")).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"refusal\":null, | `` | refusal",
                "\"logprobs\":null, | `` | logprobs",
                "\"object\":\"chat.completion\", | `` | object",
                "\"finish_reason\":\"stop\" | \"finish_reason\":\"eos\" | finish_reason",
                "\"finish_reason\":\"stop\" | \"finish_reason\":null | finish_reason",
                "\"role\":\"assistant\", | \"role\":\"assistant\",\"reasoning\":\"x\", | reasoning",
                "\"model\": | \"reasoning_content\":\"misplaced\",\"model\": | reasoning_content",
                "\"id\": | \"id\":\"twice\",\"id\": | Duplicate",
                "\"total_tokens\": | \"total\":1,\"total_tokens\": | total",
            })
    void aFieldThatIsMissingWrongOrUnknownIsNamed(String part, String instead, String named) {
        String body = sample("chat.json");
        assertThat(body).contains(part);

        assertThat(chat(body.replaceFirst(java.util.regex.Pattern.quote(part), instead)))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains(named));
    }

    @Test
    void thinkingIsAllowedWhereClientsLookForIt() {
        assertThat(chat(sample("chat.json")
                        .replace("\"role\":\"assistant\",", "\"role\":\"assistant\",\"reasoning_content\":\"hm\",")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: [DONE]\n\ndata: [DONE]\n\n",
                "event: error\ndata: {\"error\":{}}\n\n",
                "data: {}\n\ndata: [DONE]\n\n",
                "id: 1\n\ndata: [DONE]\n\n",
                ": hello\n\ndata: [DONE]\n\n",
                "data: {\"error\":null}\n\ndata: [DONE]\n\n",
                "data: [DONE]",
                ": keep-alive\n\n",
                ""
            })
    void aStreamThatIsOutOfOrderIsNoticed(String body) {
        assertThat(stream(body)).isNotEmpty();
    }

    @Test
    void aStreamThatChangesItsNameIsNoticed() {
        String body = sample("chat-stream.txt").stripTrailing() + "\n\n";
        int last = body.lastIndexOf("\"id\":\"chatcmpl-");

        assertThat(stream(body.substring(0, last)
                        + body.substring(last).replace("\"id\":\"chatcmpl-", "\"id\":\"other-")))
                .hasSize(1)
                .allSatisfy(problem -> assertThat(problem).contains("changes its id"));
    }

    @Test
    void aStreamThatTheClientLeftIsCheckedAsFarAsItWent() {
        assertThat(problems("/v1/chat/completions", 200, "text/event-stream", "data: {\"id\":\"x", false))
                .isEmpty();
        assertThat(problems("/v1/chat/completions", 200, "text/event-stream", "data: {}\n\ndata: {", false))
                .isNotEmpty();
    }

    @Test
    void anErrorIsOneObjectOfOpenAisShapeWhateverThePath() {
        String right = "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}";

        assertThat(problems("/x", 404, "application/json", right, true)).isEmpty();
        assertThat(problems("/x", 404, "text/plain", right, true)).isNotEmpty();
        assertThat(problems("/x", 404, "application/json", "", true)).isNotEmpty();
        assertThat(problems("/x", 404, "application/json", right.replace("null", "5"), true))
                .isNotEmpty();
        assertThat(problems("/x", 404, "application/json", right.replace("}}", "},\"status\":404}"), true))
                .isNotEmpty();
    }

    @Test
    void aPathOfTheApiThatNobodyGaveASchemaIsNoticed() {
        assertThat(problems("/v1/new", 200, "application/json", "{}", true)).isNotEmpty();
        assertThat(problems("/", 200, "application/json", "{}", true)).isEmpty();
    }
}
