package io.ondemand2api.openai;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.AnswerPart;
import io.ondemand2api.conversation.AnswerWriter;
import io.ondemand2api.conversation.ByteSink;
import java.nio.charset.StandardCharsets;

/**
 * Writes an answer as an event stream of {@code chat.completion.chunk} objects. All that does not change from chunk to
 * chunk is made once; per part only its text is escaped. Begin it right before the first part, so that the chunk with
 * the role and the first words leave together.
 */
public final class ChatCompletionChunks implements AnswerWriter {

    /** Readers bound the length of a line; the upstream may send a whole answer in one part. */
    private static final int LARGEST_DELTA_BYTES = 16 * 1024;

    private static final byte[] DONE = bytes("data: [DONE]\n\n");

    private final boolean includeUsage;
    private final byte[] beforeChoices;
    private final byte[] beforeContent;
    private final byte[] beforeThinking;
    private final byte[] afterText;
    private final byte[] endOfChunk;

    /**
     * @param identity what all chunks have in common
     * @param includeUsage true to send the usage in a chunk of its own before the end, false to never mention it
     */
    public ChatCompletionChunks(CompletionIdentity identity, boolean includeUsage) {
        this.includeUsage = includeUsage;
        this.beforeChoices = beforeChoices(identity);
        this.beforeContent = chunkStart("{\"content\":\"");
        this.beforeThinking = chunkStart("{\"reasoning_content\":\"");
        this.endOfChunk = bytes(includeUsage ? "}],\"usage\":null}\n\n" : "}]}\n\n");
        this.afterText = new ByteSink(128)
                .append("\"},\"logprobs\":null,\"finish_reason\":null")
                .append(endOfChunk)
                .drain();
    }

    @Override
    public boolean streaming() {
        return true;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public void begin(ByteSink out) {
        out.append(chunkStart("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"))
                .append(",\"logprobs\":null,\"finish_reason\":null")
                .append(endOfChunk);
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            appendDeltas(beforeContent, text.delta(), out);
        } else if (part instanceof AnswerPart.Thinking thinking) {
            appendDeltas(beforeThinking, thinking.delta(), out);
        } else if (part instanceof AnswerPart.Finished finished) {
            appendEnd(finished, out);
        }
    }

    /** Ends with an error event, without a finish reason and without {@code [DONE]}, so that no client takes it for whole. */
    @Override
    public void fail(AnswerException failure, ByteSink out) {
        out.append("event: error\ndata: ")
                .append(OpenAiError.of(failure).toJson())
                .append("\n\n");
    }

    private void appendDeltas(byte[] before, String delta, ByteSink out) {
        int written = 0;
        while (written < delta.length()) {
            out.append(before);
            written = JsonText.append(delta, written, LARGEST_DELTA_BYTES, out);
            out.append(afterText);
        }
    }

    private void appendEnd(AnswerPart.Finished finished, ByteSink out) {
        out.append(chunkStart("{}"))
                .append(",\"logprobs\":null,\"finish_reason\":\"" + FinishReasons.wireName(finished.reason()) + "\"")
                .append(endOfChunk);
        if (includeUsage) {
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
