package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.EstimateNote;
import io.ondemand2api.core.EventStreamRenderer;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;

/**
 * Writes an answer as an event stream of {@code chat.completion.chunk} objects. All that does not change from chunk to
 * chunk is made once; per part only its text is escaped. The chunk with the role leaves with the first part, since it
 * says whether there will be words. A call comes in a chunk with its name and chunks with its arguments; nothing that
 * was said of it is repeated, as clients join what they get.
 */
public final class ChatCompletionChunks implements EventStreamRenderer {

    /** Readers bound the length of a line; the upstream may send a whole answer in one part. */
    static final int LARGEST_DELTA_BYTES = 16 * 1024;

    /** How a stream ends that is whole. */
    static final byte[] DONE = bytes("data: [DONE]\n\n");

    private final boolean includeUsage;
    private final ToolCallForm form;
    private final byte[] beforeChoices;
    private final byte[] beforeContent;
    private final byte[] beforeThinking;
    private final byte[] afterText;
    private final byte[] afterArguments;
    private final byte[] endOfChunk;
    private boolean roleDue;

    /**
     * @param identity what all chunks have in common
     * @param includeUsage true to send the usage in a chunk of its own before the end, false to never mention it
     */
    public ChatCompletionChunks(CompletionIdentity identity, boolean includeUsage) {
        this(identity, includeUsage, ToolCallForm.TOOL_CALLS);
    }

    /**
     * @param identity what all chunks have in common
     * @param includeUsage true to send the usage in a chunk of its own before the end, false to never mention it
     * @param form how to tell of calls
     */
    public ChatCompletionChunks(CompletionIdentity identity, boolean includeUsage, ToolCallForm form) {
        this.includeUsage = includeUsage;
        this.form = form;
        this.beforeChoices = beforeChoices(identity);
        this.beforeContent = chunkStart("{\"content\":\"");
        this.beforeThinking = chunkStart("{\"reasoning_content\":\"");
        this.endOfChunk = bytes(includeUsage ? "}],\"usage\":null}\n\n" : "}]}\n\n");
        this.afterText = after("\"}");
        this.afterArguments = after(form == ToolCallForm.TOOL_CALLS ? "\"}}]}" : "\"}}");
    }

    private byte[] after(String endOfDelta) {
        return new ByteSink(128)
                .append(endOfDelta)
                .append(",\"logprobs\":null,\"finish_reason\":null")
                .append(endOfChunk)
                .drain();
    }

    @Override
    public void begin(ByteSink out) {
        roleDue = true;
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (roleDue) {
            roleDue = false;
            appendRole(part instanceof AnswerPart.CallStarted ? "null" : "\"\"", out);
        }
        if (part instanceof AnswerPart.Text text) {
            appendDeltas(beforeContent, text.delta(), afterText, out);
        } else if (part instanceof AnswerPart.Thinking thinking) {
            appendDeltas(beforeThinking, thinking.delta(), afterText, out);
        } else if (part instanceof AnswerPart.CallStarted call) {
            appendCall(call, out);
        } else if (part instanceof AnswerPart.CallArguments piece) {
            appendDeltas(beforeArguments(piece.index()), piece.delta(), afterArguments, out);
        } else if (part instanceof AnswerPart.Citations named) {
            out.append(chunkStart("{"));
            UrlCitations.appendAnnotations(named.citations(), out);
            out.append("},\"logprobs\":null,\"finish_reason\":null").append(endOfChunk);
        } else if (part instanceof AnswerPart.Finished finished) {
            appendEnd(finished, out);
        }
    }

    /** Ends with an error event, without a finish reason and without {@code [DONE]}, so that no client takes it for whole. */
    @Override
    public void fail(GatewayException failure, ByteSink out) {
        OpenAiErrors.appendEvent(GatewayError.of(failure), out);
    }

    private void appendRole(String content, ByteSink out) {
        out.append(chunkStart("{\"role\":\"assistant\",\"content\":" + content + ",\"refusal\":null}"))
                .append(",\"logprobs\":null,\"finish_reason\":null")
                .append(endOfChunk);
    }

    private void appendCall(AnswerPart.CallStarted call, ByteSink out) {
        if (form == ToolCallForm.FUNCTION_CALL) {
            out.append(chunkStart("{\"function_call\":{\"name\":"));
        } else {
            out.append(chunkStart("{\"tool_calls\":[{\"index\":" + call.index() + ",\"id\":"));
            JsonText.appendQuoted(call.id(), out);
            out.append(",\"type\":\"function\",\"function\":{\"name\":");
        }
        JsonText.appendQuoted(call.name(), out);
        out.append(",\"arguments\":\"").append(afterArguments);
    }

    private byte[] beforeArguments(int index) {
        return chunkStart(
                form == ToolCallForm.FUNCTION_CALL
                        ? "{\"function_call\":{\"arguments\":\""
                        : "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\"");
    }

    private void appendDeltas(byte[] before, String delta, byte[] after, ByteSink out) {
        int written = 0;
        while (written < delta.length()) {
            out.append(before);
            written = JsonText.append(delta, written, LARGEST_DELTA_BYTES, out);
            out.append(after);
        }
    }

    private void appendEnd(AnswerPart.Finished finished, ByteSink out) {
        out.append(chunkStart("{}"))
                .append(",\"logprobs\":null,\"finish_reason\":\"" + FinishReasons.wireName(finished.reason(), form)
                        + "\"")
                .append(endOfChunk);
        if (includeUsage) {
            EstimateNote.append(finished.usage(), out);
            out.append(beforeChoices).append("],\"usage\":");
            UsageJson.append(finished.usage(), out);
            out.append("}\n\n");
        }
        out.append(DONE);
    }

    private byte[] chunkStart(String delta) {
        return new ByteSink(512)
                .append(beforeChoices)
                .append("{\"index\":0,\"delta\":")
                .append(delta)
                .drain();
    }

    private static byte[] beforeChoices(CompletionIdentity identity) {
        ByteSink out = new ByteSink(512).append("data: {\"id\":");
        JsonText.appendQuoted(identity.id(), out);
        out.append(",\"object\":\"chat.completion.chunk\",\"created\":" + identity.created() + ",\"model\":");
        JsonText.appendQuoted(identity.model(), out);
        return out.append(",\"service_tier\":\"" + CompletionIdentity.SERVICE_TIER + "\",\"system_fingerprint\":\""
                        + CompletionIdentity.SYSTEM_FINGERPRINT + "\",\"choices\":[")
                .drain();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
