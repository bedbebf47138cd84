package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.WholeResponseRenderer;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;

/** Folds the answer to one prompt into a choice; that of the last prompt writes the {@code text_completion} object. */
final class CompletionObject implements WholeResponseRenderer {

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
    public boolean moreToFollow() {
        return !answer.isLast(prompt);
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
