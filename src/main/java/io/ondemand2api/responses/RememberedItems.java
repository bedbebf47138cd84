package io.ondemand2api.responses;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;

/**
 * What one request takes of remembered responses. A small body can refer to much, and to the same again and again: all of
 * it becomes a part of the question, so room is taken for it.
 */
final class RememberedItems {

    /** The question is written once, and then copied to one array; most characters take one byte or two in each. */
    private static final int BYTES_PER_CHARACTER = 4;

    private final ResponseStore store;
    private final String owner;
    private final MemoryShare share;
    private long taken;

    /** @param owner the client, whose responses they are */
    RememberedItems(ResponseStore store, String owner, MemoryShare share) {
        this.store = store;
        this.owner = owner;
        this.share = share;
    }

    /** Takes room for a whole response that the request goes on from. */
    void goOnFrom(StoredResponse response) throws GatewayException {
        long characters = response.instructions().length();
        long fileBytes = 0;
        for (Turn turn : response.turns()) {
            characters += turn.text().length();
            for (ToolCall call : turn.toolCalls()) {
                characters += call.arguments().length();
            }
            for (Attachment file : turn.attachments()) {
                fileBytes += file.source() instanceof Attachment.Content content ? content.bytes().length : 0;
            }
        }
        // a file is sent once more to a new session, in a body of its own
        share.take(BYTES_PER_CHARACTER * characters + 2 * fileBytes);
    }

    /**
     * The item of this name, or null when there is none.
     *
     * @param path where the request refers to it
     */
    OutputItem find(String id, String path) throws GatewayException {
        OutputItem item = store.findItem(owner, id);
        if (item == null) {
            return null;
        }
        long bytes = BYTES_PER_CHARACTER * (long) item.text().length();
        taken += bytes;
        if (taken > store.maxBytes()) {
            throw new InvalidRequestException(
                    "Invalid '" + path + "': the items that this request refers to are too large together.",
                    path,
                    "invalid_value");
        }
        share.take(bytes);
        return item;
    }
}
