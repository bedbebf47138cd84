package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompletionChoicesTest {

    private static final CompletionIdentity IDENTITY = new CompletionIdentity("cmpl-1", "m\"x", 1795403552);
    private static final String HEAD =
            "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1795403552,\"model\":\"m\\\"x\","
                    + "\"system_fingerprint\":\"fp_ondemand2api\",\"choices\":[";

    private final ByteSink out = new ByteSink(16);

    private String written() {
        return new String(out.drain(), StandardCharsets.UTF_8);
    }

    private void answer(ResponseRenderer writer, FinishReason reason, Usage usage, String... deltas) {
        writer.begin(out);
        writer.write(new AnswerPart.Thinking("the form has no place for it"), out);
        for (String delta : deltas) {
            writer.write(new AnswerPart.Text(delta), out);
        }
        writer.write(new AnswerPart.Finished(reason, usage), out);
    }

    @Test
    void anObjectHasAChoiceForEachPromptAndTheUsageOfAll() throws Exception {
        CompletionChoices answer = new CompletionChoices(IDENTITY, 2, false, false);

        assertThat(answer.writer(0).moreToFollow()).isTrue();
        answer(answer.writer(0), FinishReason.LENGTH, new Usage(1, 2, 0, true), "ün", "o\n");
        assertThat(written()).isEmpty();
        assertThat(answer.writer(1).moreToFollow()).isFalse();
        answer(answer.writer(1), FinishReason.STOP, new Usage(3, 4, 1, false), "two");

        String object = written();
        JsonNode usage = new ObjectMapper().readTree(object).path("usage");
        assertThat(object)
                .startsWith(HEAD + "{\"text\":\"üno\\n\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"},"
                        + "{\"text\":\"two\",\"index\":1,\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":");
        assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(4);
        assertThat(usage.path("completion_tokens").intValue()).isEqualTo(6);
        assertThat(usage.path("total_tokens").intValue()).isEqualTo(10);
        assertThat(answer.usage().estimated()).isTrue();
    }

    @Test
    void anAttemptThatIsGivenUpLeavesNothingBehind() {
        CompletionChoices answer = new CompletionChoices(IDENTITY, 1, false, false);
        ResponseRenderer givenUp = answer.writer(0);
        givenUp.write(new AnswerPart.Text("half a wo"), out);

        answer(answer.writer(0), FinishReason.STOP, new Usage(1, 1, 0, false), "whole");

        assertThat(written()).contains("\"text\":\"whole\"").doesNotContain("half");
    }

    @Test
    void aStreamHasAChunkForEachDeltaAndEndsWithTheLastPrompt() {
        CompletionChoices answer = new CompletionChoices(IDENTITY, 2, true, true);

        answer(answer.writer(0), FinishReason.STOP, new Usage(1, 2, 0, false), "a\"", "b");
        assertThat(written()).isEqualTo(chunk("a\\\"", 0, "null") + chunk("b", 0, "null") + chunk("", 0, "\"stop\""));
        answer(answer.writer(1), FinishReason.LENGTH, new Usage(3, 4, 0, false), "c");

        assertThat(written())
                .startsWith(chunk("c", 1, "null") + chunk("", 1, "\"length\"") + "data: " + HEAD + "],\"usage\":{")
                .contains("\"total_tokens\":10")
                .endsWith("}}\n\ndata: [DONE]\n\n");
    }

    @Test
    void aStreamSaysNothingOfUsageUnlessAskedAndMarksAnEstimate() {
        answer(
                new CompletionChoices(IDENTITY, 1, true, false).writer(0),
                FinishReason.STOP,
                new Usage(1, 2, 0, true),
                "a");
        assertThat(written()).doesNotContain("usage").endsWith("data: [DONE]\n\n");

        answer(
                new CompletionChoices(IDENTITY, 1, true, true).writer(0),
                FinishReason.STOP,
                new Usage(1, 2, 0, true),
                "a");
        assertThat(written()).contains("\n\n: usage is estimated\n\ndata: {");
    }

    @Test
    void aLongDeltaBecomesSeveralChunks() {
        ResponseRenderer writer = new CompletionChoices(IDENTITY, 1, true, false).writer(0);

        writer.write(new AnswerPart.Text("x".repeat(40_000)), out);

        assertThat(written().lines().filter(line -> line.startsWith("data: "))).hasSize(3);
    }

    @Test
    void aStreamThatFailsEndsWithAnErrorEventAlone() {
        ResponseRenderer writer = new CompletionChoices(IDENTITY, 1, true, true).writer(0);

        writer.fail(new GatewayException(Failure.UPSTREAM_ERROR, "broken"), out);

        assertThat(written())
                .isEqualTo("event: error\ndata: {\"error\":{\"message\":\"broken\",\"type\":\"server_error\","
                        + "\"param\":null,\"code\":\"upstream_error\"}}\n\n");
    }

    private static String chunk(String text, int index, String reason) {
        return "data: " + HEAD + "{\"text\":\"" + text + "\",\"index\":" + index
                + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]}\n\n";
    }
}
