package io.ondemand2api.messages;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.EstimateNote;
import io.ondemand2api.core.EventStreamRenderer;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.AnswerPart;

/**
 * Writes an answer as a stream of events, block by block: one is open at a time, and what belongs to another kind closes
 * it. The input of a call leaves when all of it is known, since it must be a JSON object. An answer that was cut before
 * its first word has one empty text, for many clients look for a first block.
 */
public final class MessageEvents implements EventStreamRenderer {

    /** Readers bound the length of a line; the upstream may send a whole answer in one part. */
    static final int LARGEST_DELTA_BYTES = 16 * 1024;

    private enum Block {
        TEXT,
        THINKING,
        TOOL_USE
    }

    private final MessageIdentity identity;
    private final boolean showThinking;
    private final StringBuilder arguments = new StringBuilder();
    private Block open;
    private int index = -1;

    /**
     * @param identity what all events have in common
     * @param showThinking false to leave the model's thinking out
     */
    public MessageEvents(MessageIdentity identity, boolean showThinking) {
        this.identity = identity;
        this.showThinking = showThinking;
    }

    @Override
    public void begin(ByteSink out) {
        out.append("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":");
        JsonText.appendQuoted(identity.id(), out);
        out.append(",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
        JsonText.appendQuoted(identity.model(), out);
        out.append(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
                + MessageUsage.json(identity.input().get(), 0) + "}}\n\n");
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            openText(out);
            appendDeltas("{\"type\":\"text_delta\",\"text\":\"", text.delta(), out);
        } else if (part instanceof AnswerPart.Thinking thinking) {
            if (showThinking) {
                open(Block.THINKING, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", out);
                appendDeltas("{\"type\":\"thinking_delta\",\"thinking\":\"", thinking.delta(), out);
            }
        } else if (part instanceof AnswerPart.CallStarted call) {
            startCall(call, out);
        } else if (part instanceof AnswerPart.CallArguments piece) {
            arguments.append(piece.delta());
        } else if (part instanceof AnswerPart.Finished finished) {
            if (index < 0) {
                openText(out);
            }
            close(out);
            appendEnd(finished, out);
        }
    }

    /** An event that every client of Anthropic reads over. */
    @Override
    public void keepAlive(ByteSink out) {
        out.append("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    /** Ends with an error event and without {@code message_stop}, so that no client takes it for whole. */
    @Override
    public void fail(GatewayException failure, ByteSink out) {
        AnthropicErrors.appendEvent(GatewayError.of(failure), identity.requestId(), out);
    }

    private void openText(ByteSink out) {
        open(Block.TEXT, "{\"type\":\"text\",\"text\":\"\"}", out);
    }

    private void startCall(AnswerPart.CallStarted call, ByteSink out) {
        close(out);
        ByteSink block = new ByteSink(128).append("{\"type\":\"tool_use\",\"id\":");
        JsonText.appendQuoted(call.id(), block);
        block.append(",\"name\":");
        JsonText.appendQuoted(call.name(), block);
        start(Block.TOOL_USE, block.append(",\"input\":{}}").drain(), out);
    }

    private void open(Block kind, String block, ByteSink out) {
        if (open != kind) {
            close(out);
            start(kind, new ByteSink(64).append(block).drain(), out);
        }
    }

    private void start(Block kind, byte[] block, ByteSink out) {
        open = kind;
        index++;
        out.append("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":" + index
                        + ",\"content_block\":")
                .append(block)
                .append("}\n\n");
    }

    private void close(ByteSink out) {
        if (open == null) {
            return;
        }
        if (open == Block.THINKING) {
            appendDeltas("{\"type\":\"signature_delta\",\"signature\":\"", ThinkingSignature.VALUE, out);
        } else if (open == Block.TOOL_USE) {
            appendDeltas("{\"type\":\"input_json_delta\",\"partial_json\":\"", ToolInput.of(arguments.toString()), out);
            arguments.setLength(0);
        }
        open = null;
        out.append("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":" + index + "}\n\n");
    }

    private void appendDeltas(String before, String delta, ByteSink out) {
        int written = 0;
        while (written < delta.length()) {
            out.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                    + ",\"delta\":" + before);
            written = JsonText.append(delta, written, LARGEST_DELTA_BYTES, out);
            out.append("\"}}\n\n");
        }
    }

    private static void appendEnd(AnswerPart.Finished finished, ByteSink out) {
        EstimateNote.append(finished.usage(), out);
        out.append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{");
        StopReasons.append(finished, out);
        out.append("},\"usage\":"
                + MessageUsage.json(
                        finished.usage().inputTokens(), finished.usage().outputTokens())
                + "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }
}
