package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.EstimateNote;
import io.ondemand2api.core.EventStreamRenderer;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.AnswerPart;

/**
 * Writes the answer to one prompt as an event stream of {@code text_completion} objects. The form knows neither thinking
 * nor calls, so that only text is told. The stream ends with the answer to the last prompt.
 */
final class CompletionChunks implements EventStreamRenderer {

    private final CompletionChoices answer;
    private final int prompt;
    private final boolean includeUsage;
    private final byte[] beforeChoices;
    private final byte[] beforeText;
    private final byte[] afterText;

    CompletionChunks(CompletionChoices answer, int prompt, boolean includeUsage) {
        this.answer = answer;
        this.prompt = prompt;
        this.includeUsage = includeUsage;
        this.beforeChoices = beforeChoices(answer.identity());
        this.beforeText =
                new ByteSink(512).append(beforeChoices).append("{\"text\":\"").drain();
        this.afterText = afterText("null");
    }

    @Override
    public boolean moreToFollow() {
        return !answer.isLast(prompt);
    }

    @Override
    public void begin(ByteSink out) {
        // the form has no role and no other opening
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            appendText(text.delta(), out);
        } else if (part instanceof AnswerPart.Finished finished) {
            appendEnd(finished, out);
        }
    }

    /** Ends with an error event, without {@code [DONE]}, so that no client takes it for whole. */
    @Override
    public void fail(GatewayException failure, ByteSink out) {
        OpenAiErrors.appendEvent(GatewayError.of(failure), out);
    }

    private void appendText(String delta, ByteSink out) {
        int written = 0;
        while (written < delta.length()) {
            out.append(beforeText);
            written = JsonText.append(delta, written, ChatCompletionChunks.LARGEST_DELTA_BYTES, out);
            out.append(afterText);
        }
    }

    private void appendEnd(AnswerPart.Finished finished, ByteSink out) {
        answer.add("", finished.usage());
        String reason = FinishReasons.wireName(finished.reason(), ToolCallForm.TOOL_CALLS);
        out.append(beforeText).append(afterText('"' + reason + '"'));
        if (moreToFollow()) {
            return;
        }
        if (includeUsage) {
            EstimateNote.append(answer.usage(), out);
            out.append(beforeChoices).append("],\"usage\":");
            UsageJson.append(answer.usage(), out);
            out.append("}\n\n");
        }
        out.append(ChatCompletionChunks.DONE);
    }

    private byte[] afterText(String finishReason) {
        return new ByteSink(128)
                .append("\",\"index\":" + prompt + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]}\n\n")
                .drain();
    }

    private static byte[] beforeChoices(CompletionIdentity identity) {
        ByteSink out = new ByteSink(512).append("data: ");
        CompletionObject.appendHead(identity, out);
        return out.drain();
    }
}
