package io.ondemand2api.messages;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.WholeResponseRenderer;
import io.ondemand2api.core.answer.AnswerPart;
import java.util.ArrayList;
import java.util.List;

/** Folds an answer into one {@code message} object, written when the answer is whole and not before. */
public final class MessageObject implements WholeResponseRenderer {

    /** One block of the answer; a call has no other words than its arguments. */
    private record Block(String kind, AnswerPart.CallStarted call, StringBuilder words) {}

    private final MessageIdentity identity;
    private final boolean showThinking;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * @param identity what the object is called
     * @param showThinking false to leave the model's thinking out
     */
    public MessageObject(MessageIdentity identity, boolean showThinking) {
        this.identity = identity;
        this.showThinking = showThinking;
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            last("text").append(text.delta());
        } else if (part instanceof AnswerPart.Thinking thinking) {
            if (showThinking) {
                last("thinking").append(thinking.delta());
            }
        } else if (part instanceof AnswerPart.CallStarted call) {
            blocks.add(new Block("tool_use", call, new StringBuilder()));
        } else if (part instanceof AnswerPart.CallArguments piece) {
            last("tool_use").append(piece.delta());
        } else if (part instanceof AnswerPart.Finished finished) {
            appendObject(finished, out);
        }
    }

    /** The words of the last block, if it is of this kind; else those of a new one. */
    private StringBuilder last(String kind) {
        if (blocks.isEmpty() || !blocks.get(blocks.size() - 1).kind().equals(kind)) {
            blocks.add(new Block(kind, null, new StringBuilder()));
        }
        return blocks.get(blocks.size() - 1).words();
    }

    private void appendObject(AnswerPart.Finished finished, ByteSink out) {
        out.append("{\"id\":");
        JsonText.appendQuoted(identity.id(), out);
        out.append(",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
        JsonText.appendQuoted(identity.model(), out);
        out.append(",\"content\":[");
        if (blocks.isEmpty()) {
            // cut before its first word; many clients look for a first block
            last("text");
        }
        for (int i = 0; i < blocks.size(); i++) {
            out.append(i == 0 ? "" : ",");
            append(blocks.get(i), out);
        }
        out.append("],");
        StopReasons.append(finished, out);
        out.append(",\"usage\":"
                + MessageUsage.json(
                        finished.usage().inputTokens(), finished.usage().outputTokens())
                + "}");
    }

    private static void append(Block block, ByteSink out) {
        out.append("{\"type\":\"" + block.kind() + "\",");
        if (block.call() != null) {
            out.append("\"id\":");
            JsonText.appendQuoted(block.call().id(), out);
            out.append(",\"name\":");
            JsonText.appendQuoted(block.call().name(), out);
            out.append(",\"input\":" + ToolInput.of(block.words().toString()) + "}");
            return;
        }
        out.append("\"" + block.kind() + "\":");
        JsonText.appendQuoted(block.words().toString(), out);
        out.append(block.kind().equals("thinking") ? ",\"signature\":\"" + ThinkingSignature.VALUE + "\"}" : "}");
    }
}
