package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.MemoryShare;
import java.nio.charset.StandardCharsets;

/** What clients are told of remembered responses. Each method gives null for a response that its client does not have. */
public final class RememberedResponses {

    /** Of UTF-8, for a character of a string. */
    private static final long MAX_BYTES_PER_CHARACTER = 3;

    private final ResponseStore store;

    /** @param store where they are remembered */
    public RememberedResponses(ResponseStore store) {
        this.store = store;
    }

    /** The response object. */
    public byte[] object(String owner, String id) {
        StoredResponse response = store.find(owner, id);
        return response == null ? null : response.json();
    }

    /**
     * The list of the items of its input.
     *
     * @param share room for the list is taken of it
     * @throws GatewayException when the share gives no more
     */
    public byte[] inputItems(String owner, String id, MemoryShare share) throws GatewayException {
        StoredResponse response = store.find(owner, id);
        if (response == null) {
            return null;
        }
        long characters = 0;
        for (InputItem item : response.inputItems()) {
            characters += item.json().length();
        }
        // twice, since the array that is written to grows by copies
        share.take(2 * MAX_BYTES_PER_CHARACTER * characters);
        ByteSink out = new ByteSink(256).append("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < response.inputItems().size(); i++) {
            out.append(i == 0 ? "" : ",").append(response.inputItems().get(i).json());
        }
        out.append("],\"first_id\":");
        JsonText.appendQuoted(response.firstInputId(), out);
        out.append(",\"last_id\":");
        JsonText.appendQuoted(response.lastInputId(), out);
        return out.append(",\"has_more\":false}").drain();
    }

    /** Forgets it, and gives the confirmation. */
    public byte[] delete(String owner, String id) {
        return store.delete(owner, id)
                ? ("{\"id\":\"" + id + "\",\"object\":\"response\",\"deleted\":true}").getBytes(StandardCharsets.UTF_8)
                : null;
    }
}
