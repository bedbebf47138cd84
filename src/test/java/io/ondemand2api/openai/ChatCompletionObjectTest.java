package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChatCompletionObjectTest {

    private final ByteSink out = new ByteSink(16);
    private final ChatCompletionObject object = new ChatCompletionObject(
            new CompletionIdentity("chatcmpl-e7dee88900724a9d99add76cb63d569f", "mock-1", 1795403552));

    @Test
    void writesTheSampleByteForByteAndNothingBeforeTheEnd() {
        object.begin(out);
        object.write(new AnswerPart.Text("Answer — ünï"), out);
        object.write(new AnswerPart.Text("cödé 😀: user: hi"), out);
        assertThat(out.isEmpty()).isTrue();

        object.write(new AnswerPart.Finished(FinishReason.STOP, new Usage(2, 8, 0, false)), out);

        assertThat(new String(out.drain(), StandardCharsets.UTF_8)).isEqualTo(Samples.read("chat.json"));
    }

    @Test
    void tellsTheThinkingWhenThereWasSome() throws Exception {
        object.write(new AnswerPart.Thinking("let me "), out);
        object.write(new AnswerPart.Text("\ud83d"), out);
        object.write(new AnswerPart.Thinking("see"), out);
        object.write(new AnswerPart.Text("\ude00"), out);
        object.write(new AnswerPart.Finished(FinishReason.LENGTH, new Usage(1, 5, 3, true)), out);

        JsonNode answer = new ObjectMapper().readTree(out.drain());

        assertThat(answer.at("/choices/0/message/reasoning_content").textValue())
                .isEqualTo("let me see");
        assertThat(answer.at("/choices/0/message/content").textValue()).isEqualTo("😀");
        assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void writesTheSampleWithACallByteForByte() {
        ChatCompletionObject called = new ChatCompletionObject(
                new CompletionIdentity("chatcmpl-81d54cb78a2c4744b37dddbfd7471a10", "mock-1", 1795403552));
        called.write(new AnswerPart.CallStarted(0, "call_5c2f2464c38e4410a8dc45b9", "get_weather"), out);
        called.write(new AnswerPart.CallArguments(0, "{\"city\":"), out);
        called.write(new AnswerPart.CallArguments(0, "\"Paris\"}"), out);
        called.write(new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(13, 32, 0, false)), out);

        assertThat(new String(out.drain(), StandardCharsets.UTF_8)).isEqualTo(Samples.read("chat-tool.json"));
    }

    @Test
    void keepsTheTextBesideSeveralCalls() throws Exception {
        object.write(new AnswerPart.Text("So:"), out);
        for (int i = 0; i < 2; i++) {
            object.write(new AnswerPart.CallStarted(i, "call_" + i, "f" + i), out);
            object.write(new AnswerPart.CallArguments(i, "{\"i\":" + i + "}"), out);
        }
        object.write(new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(1, 1, 0, false)), out);

        JsonNode message = new ObjectMapper().readTree(out.drain()).at("/choices/0/message");

        assertThat(message.get("content").textValue()).isEqualTo("So:");
        assertThat(message.get("tool_calls"))
                .hasToString(
                        "[{\"id\":\"call_0\",\"type\":\"function\",\"function\":{\"name\":\"f0\",\"arguments\":\"{\\\"i\\\":0}\"}},"
                                + "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f1\",\"arguments\":\"{\\\"i\\\":1}\"}}]");
    }

    @Test
    void tellsOfAFunctionCallInTheOldForm() throws Exception {
        ChatCompletionObject old =
                new ChatCompletionObject(new CompletionIdentity("i", "m", 1), ToolCallForm.FUNCTION_CALL);
        old.write(new AnswerPart.CallStarted(0, "call_0", "f"), out);
        old.write(new AnswerPart.CallArguments(0, "{}"), out);
        old.write(new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(1, 1, 0, false)), out);

        JsonNode choice = new ObjectMapper().readTree(out.drain()).at("/choices/0");

        assertThat(choice.get("message"))
                .hasToString("{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"annotations\":[],"
                        + "\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
        assertThat(choice.get("finish_reason").textValue()).isEqualTo("function_call");
    }

    @Test
    void writesEmptyTextWhenThereIsNeitherTextNorCall() throws Exception {
        object.write(new AnswerPart.Finished(FinishReason.STOP, new Usage(1, 0, 0, false)), out);

        assertThat(new ObjectMapper()
                        .readTree(out.drain())
                        .at("/choices/0/message/content")
                        .textValue())
                .isEmpty();
    }

    @Test
    void isJsonAndHasNoWayToFailHalfway() {
        assertThat(object.streaming()).isFalse();
        assertThat(object.contentType()).isEqualTo("application/json");
        assertThatThrownBy(() -> object.fail(new GatewayException(Failure.INTERNAL, "x"), out))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
