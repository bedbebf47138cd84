package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;

/** Folds the answer to one prompt into a choice; that of the last prompt writes the {@code text_completion} object. */
final class CompletionObject implements ResponseRenderer {

    private final CompletionChoices answer;
    private final int prompt;
    private final StringBuilder words = new StringBuilder();

    CompletionObject(CompletionChoices answer, int prompt) {
        this.answer = answer;
        this.prompt = prompt;
    }

    /** What all objects of one answer start with, up to and with the opening of the choices. */
    static void appendHead(CompletionIdentity identity, ByteSink out) {
        out.append("{\"id\":");
        JsonText.appendQuoted(identity.id(), out);
        out.append(",\"object\":\"text_completion\",\"created\":" + identity.created() + ",\"model\":");
        JsonText.appendQuoted(identity.model(), out);
        out.append(",\"system_fingerprint\":\"" + CompletionIdentity.SYSTEM_FINGERPRINT + "\",\"choices\":[");
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public boolean moreToFollow() {
        return !answer.isLast(prompt);
    }

    @Override
    public void begin(ByteSink out) {
        // nothing can be said before the whole is known
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            words.append(text.delta());
        } else if (part instanceof AnswerPart.Finished finished) {
            answer.add(choice(finished), finished.usage());
            if (!moreToFollow()) {
                appendObject(out);
            }
        }
    }

    /** Not for this writer: as nothing has been written, a failure is an answer of its own, {@link GatewayError}. */
    @Override
    public void fail(GatewayException failure, ByteSink out) {
        throw new UnsupportedOperationException("a whole answer that fails is an error body, not an object");
    }

    private String choice(AnswerPart.Finished finished) {
        ByteSink choice = new ByteSink(words.length() + 128).append("{\"text\":");
        JsonText.appendQuoted(words.toString(), choice);
        choice.append(",\"index\":" + prompt + ",\"logprobs\":null,\"finish_reason\":\""
                + FinishReasons.wireName(finished.reason(), ToolCallForm.TOOL_CALLS) + "\"}");
        return new String(choice.drain(), StandardCharsets.UTF_8);
    }

    private void appendObject(ByteSink out) {
        appendHead(answer.identity(), out);
        out.append(String.join(",", answer.choices())).append("],\"usage\":");
        UsageJson.append(answer.usage(), out);
        out.append("}");
    }
}
