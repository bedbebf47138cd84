package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.WholeResponseRenderer;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.Citation;
import java.util.List;

/** Folds an answer into one {@code chat.completion} object, written when the answer is whole and not before. */
public final class ChatCompletionObject implements WholeResponseRenderer {

    private final CompletionIdentity identity;
    private final ToolCallForm form;
    private final ToolCallJson calls;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private List<Citation> citations = List.of();

    /** @param identity what the object is called */
    public ChatCompletionObject(CompletionIdentity identity) {
        this(identity, ToolCallForm.TOOL_CALLS);
    }

    /**
     * @param identity what the object is called
     * @param form how to tell of calls
     */
    public ChatCompletionObject(CompletionIdentity identity, ToolCallForm form) {
        this.identity = identity;
        this.form = form;
        this.calls = new ToolCallJson(form);
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            content.append(text.delta());
        } else if (part instanceof AnswerPart.Thinking thought) {
            thinking.append(thought.delta());
        } else if (part instanceof AnswerPart.CallStarted call) {
            calls.start(call);
        } else if (part instanceof AnswerPart.CallArguments piece) {
            calls.append(piece);
        } else if (part instanceof AnswerPart.Citations named) {
            citations = named.citations();
        } else if (part instanceof AnswerPart.Finished finished) {
            appendObject(finished, out);
        }
    }

    private void appendObject(AnswerPart.Finished finished, ByteSink out) {
        out.append("{\"id\":");
        JsonText.appendQuoted(identity.id(), out);
        out.append(",\"object\":\"chat.completion\",\"created\":" + identity.created() + ",\"model\":");
        JsonText.appendQuoted(identity.model(), out);
        out.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"");
        if (!thinking.isEmpty()) {
            out.append(",\"reasoning_content\":");
            JsonText.appendQuoted(thinking.toString(), out);
        }
        out.append(",\"content\":");
        boolean onlyCalls = content.isEmpty() && !calls.isEmpty();
        JsonText.appendQuoted(onlyCalls ? null : content.toString(), out);
        out.append(",\"refusal\":null,");
        UrlCitations.appendAnnotations(citations, out);
        calls.appendField(out);
        out.append("},\"logprobs\":null,\"finish_reason\":\"" + FinishReasons.wireName(finished.reason(), form)
                + "\"}],\"usage\":");
        UsageJson.append(finished.usage(), out);
        out.append(",\"service_tier\":\"" + CompletionIdentity.SERVICE_TIER + "\",\"system_fingerprint\":\""
                + CompletionIdentity.SYSTEM_FINGERPRINT + "\"}");
    }
}
