package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatCompletionChunksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AnswerPart FINISHED = new AnswerPart.Finished(FinishReason.STOP, new Usage(2, 8, 0, false));

    private final ByteSink out = new ByteSink(16);

    @Test
    void writesTheSampleByteForByte() {
        ChatCompletionChunks chunks = chunks("chatcmpl-875268d4b3bf420a8c009658d0d826f4", true);

        chunks.begin(out);
        for (String delta : List.of("Answer", " — ünï", "cödé 😀", ": user", ": hi")) {
            chunks.write(new AnswerPart.Text(delta), out);
        }
        chunks.write(FINISHED, out);

        assertThat(drained()).isEqualTo(Samples.read("chat-stream.txt") + "\n\n");
    }

    @Test
    void writesTheSampleWithACallByteForByte() {
        ChatCompletionChunks chunks = chunks("chatcmpl-7d705ff2293e4e4a8a3bb882a2870061", true);

        chunks.begin(out);
        chunks.write(new AnswerPart.CallStarted(0, "call_5394b8e99f4f4bfc874a11da", "get_weather"), out);
        for (String delta : List.of("{\"city\"", ":\"Paris", "\"}")) {
            chunks.write(new AnswerPart.CallArguments(0, delta), out);
        }
        chunks.write(new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(13, 32, 0, false)), out);

        assertThat(drained()).isEqualTo(Samples.read("chat-stream-tool.txt") + "\n\n");
    }

    @Test
    void writesSeveralCallsAfterTextOneInEachDelta() throws Exception {
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);
        chunks.begin(out);
        chunks.write(new AnswerPart.Text("So:"), out);
        chunks.write(new AnswerPart.CallStarted(0, "call_\"a", "f"), out);
        chunks.write(new AnswerPart.CallArguments(0, "{}"), out);
        chunks.write(new AnswerPart.CallStarted(1, "call_b", "g"), out);
        chunks.write(new AnswerPart.CallArguments(1, "{}"), out);
        chunks.write(new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(1, 1, 0, false)), out);

        assertThat(events(drained()))
                .extracting(chunk -> delta(chunk).toString())
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
                        "{\"content\":\"So:\"}",
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_\\\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{}");
    }

    @Test
    void tellsOfAFunctionCallInTheOldForm() throws Exception {
        ChatCompletionChunks chunks = new ChatCompletionChunks(
                new CompletionIdentity("chatcmpl-1", "m", 1), false, ToolCallForm.FUNCTION_CALL);
        chunks.begin(out);
        chunks.write(new AnswerPart.CallStarted(0, "call_a", "f"), out);
        chunks.write(new AnswerPart.CallArguments(0, "{\"a\":1}"), out);
        chunks.write(new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(1, 1, 0, false)), out);

        List<JsonNode> events = events(drained());

        assertThat(events)
                .extracting(chunk -> delta(chunk).toString())
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":null,\"refusal\":null}",
                        "{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"function_call\":{\"arguments\":\"{\\\"a\\\":1}\"}}",
                        "{}");
        assertThat(events.get(3).at("/choices/0/finish_reason").textValue()).isEqualTo("function_call");
    }

    @Test
    void splitsLongArgumentsBetweenCharacters() throws Exception {
        String arguments = "{\"a\":\"" + "😀\\\"\n".repeat(10_000) + "\"}";
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);
        chunks.write(new AnswerPart.CallArguments(3, arguments), out);

        String stream = drained();

        assertThat(stream.split("\n\n"))
                .hasSizeGreaterThan(4)
                .allSatisfy(event ->
                        assertThat(event.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(17 * 1024));
        StringBuilder whole = new StringBuilder();
        for (JsonNode chunk : events(stream)) {
            JsonNode call = delta(chunk).at("/tool_calls/0");
            assertThat(call.get("index").intValue()).isEqualTo(3);
            whole.append(call.at("/function/arguments").textValue());
        }
        assertThat(whole.toString()).isEqualTo(arguments);
    }

    @Test
    void saysNothingButTheFailureWhenNothingWasSaid() {
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);
        chunks.begin(out);
        chunks.fail(new GatewayException(Failure.TRUNCATED_ANSWER, "The upstream broke off."), out);

        assertThat(drained()).startsWith("event: error\ndata: {\"error\":");
    }

    @Test
    void writesTheSampleOfAFailureByteForByte() {
        ChatCompletionChunks chunks = chunks("chatcmpl-0e9208f97b4f40458d05ac2d2406f183", false);

        chunks.begin(out);
        for (String delta : List.of("partia", "l answ", "er bef", "ore th", "e fail", "ure")) {
            chunks.write(new AnswerPart.Text(delta), out);
        }
        chunks.fail(new GatewayException(Failure.TRUNCATED_ANSWER, "The upstream broke off."), out);

        assertThat(drained()).isEqualTo(Samples.read("chat-stream-error.txt") + "\n\n");
    }

    @Test
    void neverMentionsUsageWhenItWasNotAskedFor() throws Exception {
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);
        chunks.begin(out);
        chunks.write(new AnswerPart.Text("hi"), out);
        chunks.write(FINISHED, out);

        String stream = drained();

        assertThat(stream).doesNotContain("usage").endsWith("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        assertThat(events(stream))
                .hasSize(3)
                .allSatisfy(chunk -> assertThat(chunk.get("choices")).hasSize(1));
    }

    @Test
    void marksUsageThatIsAnEstimateByACommentAndOnlyWhereThereIsUsage() {
        AnswerPart.Finished estimated = new AnswerPart.Finished(FinishReason.LENGTH, new Usage(1, 5, 2, true));

        ChatCompletionChunks asked = chunks("chatcmpl-1", true);
        asked.begin(out);
        asked.write(estimated, out);
        assertThat(drained()).contains("\n\n: usage is estimated\n\ndata: {");

        ChatCompletionChunks notAsked = chunks("chatcmpl-1", false);
        notAsked.begin(out);
        notAsked.write(estimated, out);
        assertThat(drained()).doesNotContain("usage");
    }

    @Test
    void saysTheRoleFirstAndTheSameOfItselfInEveryChunk() throws Exception {
        ChatCompletionChunks chunks = new ChatCompletionChunks(new CompletionIdentity("id\"1", "m\"\n", 12), true);
        chunks.begin(out);
        chunks.write(new AnswerPart.Thinking("hm"), out);
        chunks.write(new AnswerPart.Text("hi"), out);
        chunks.write(new AnswerPart.Finished(FinishReason.LENGTH, new Usage(1, 5, 2, false)), out);

        List<JsonNode> events = events(drained());

        assertThat(events).hasSize(5).allSatisfy(chunk -> {
            assertThat(chunk.get("id").textValue()).isEqualTo("id\"1");
            assertThat(chunk.get("model").textValue()).isEqualTo("m\"\n");
            assertThat(chunk.get("created").isIntegralNumber()).isTrue();
            assertThat(chunk.get("object").textValue()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.has("error")).isFalse();
        });
        assertThat(delta(events.get(0))).hasToString("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
        assertThat(delta(events.get(1))).hasToString("{\"reasoning_content\":\"hm\"}");
        assertThat(delta(events.get(2))).hasToString("{\"content\":\"hi\"}");
        assertThat(delta(events.get(3))).hasToString("{}");
        assertThat(events.get(3).at("/choices/0/finish_reason").textValue()).isEqualTo("length");
        assertThat(events.get(3).get("usage").isNull()).isTrue();
        assertThat(events.get(4).get("choices")).isEmpty();
        assertThat(events.get(4).at("/usage/total_tokens").intValue()).isEqualTo(6);
        assertThat(events.get(4)
                        .at("/usage/completion_tokens_details/reasoning_tokens")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void splitsALongDeltaBetweenCharacters() throws Exception {
        String text = "x" + "😀".repeat(10_000) + "\u0001".repeat(5_000) + "y".repeat(20_000);
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);
        chunks.write(new AnswerPart.Text(text), out);

        String stream = drained();

        assertThat(stream.split("\n\n"))
                .allSatisfy(event ->
                        assertThat(event.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(17 * 1024));
        StringBuilder whole = new StringBuilder();
        events(stream).forEach(chunk -> whole.append(delta(chunk).get("content").textValue()));
        assertThat(whole.toString()).isEqualTo(text);
    }

    @Test
    void leavesADeltaOfJustSixteenKibibytesWhole() throws Exception {
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);

        chunks.write(new AnswerPart.Text("x".repeat(16 * 1024)), out);
        assertThat(events(drained())).hasSize(1);

        chunks.write(new AnswerPart.Thinking("x".repeat(16 * 1024 + 1)), out);
        assertThat(events(drained())).hasSize(2);
    }

    @Test
    void keepsEveryEventOnOneLine() {
        ChatCompletionChunks chunks = chunks("chatcmpl-1", false);
        chunks.write(new AnswerPart.Text("a\n\nevent: x\r\ndata: [DONE]\u2028\u0085b"), out);

        assertThat(drained().strip().lines()).hasSize(1);
    }

    @Test
    void isAnEventStream() {
        assertThat(chunks("chatcmpl-1", false).streaming()).isTrue();
        assertThat(chunks("chatcmpl-1", false).contentType()).isEqualTo("text/event-stream");
    }

    private static ChatCompletionChunks chunks(String id, boolean includeUsage) {
        return new ChatCompletionChunks(new CompletionIdentity(id, "mock-1", 1795403552), includeUsage);
    }

    private String drained() {
        return new String(out.drain(), StandardCharsets.UTF_8);
    }

    private static List<JsonNode> events(String stream) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            if (!event.equals("data: [DONE]")) {
                assertThat(event).startsWith("data: {");
                events.add(JSON.readTree(event.substring("data: ".length())));
            }
        }
        return events;
    }

    private static JsonNode delta(JsonNode chunk) {
        return chunk.at("/choices/0/delta");
    }
}
