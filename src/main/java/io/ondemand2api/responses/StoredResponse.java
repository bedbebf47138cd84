package io.ondemand2api.responses;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.answer.Citation;
import java.util.List;

/**
 * A finished response, as it is remembered.
 *
 * @param id its name
 * @param json the response object
 * @param inputItems the items of its input
 * @param instructions that stood in its input before the first turn; those of the request are not carried over
 * @param turns all that was said, its answer included; none when it has no answer
 * @param output its output
 * @param events those of a response that was made in the background; null for another one
 */
record StoredResponse(
        String id,
        byte[] json,
        List<InputItem> inputItems,
        String instructions,
        List<Turn> turns,
        List<OutputItem> output,
        EventLog events) {

    /** About what each object costs beside its text. */
    private static final int OVERHEAD = 256;

    /** About how many bytes it holds. */
    long bytes() {
        long bytes = OVERHEAD + json.length + text(instructions) + (events == null ? 0 : events.bytes());
        for (InputItem item : inputItems) {
            bytes += OVERHEAD + text(item.json());
        }
        for (Turn turn : turns) {
            bytes += OVERHEAD + text(turn.text());
            for (ToolCall call : turn.toolCalls()) {
                bytes += OVERHEAD + text(call.id()) + text(call.arguments());
            }
            for (Attachment file : turn.attachments()) {
                bytes += OVERHEAD + (file.source() instanceof Attachment.Content content ? content.bytes().length : 0);
            }
        }
        for (OutputItem item : output) {
            bytes += OVERHEAD + text(item.text());
            for (Citation citation : item.citations()) {
                bytes += OVERHEAD
                        + text(citation.source().url())
                        + text(citation.source().title());
            }
        }
        return bytes;
    }

    private static long text(String text) {
        return 2L * text.length();
    }
}
