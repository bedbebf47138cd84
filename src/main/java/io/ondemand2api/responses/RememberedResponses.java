package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import java.nio.charset.StandardCharsets;

/** What clients are told of remembered responses. Each method gives null for a response that its client does not have. */
public final class RememberedResponses {

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

    /** The list of the items of its input. */
    public byte[] inputItems(String owner, String id) {
        StoredResponse response = store.find(owner, id);
        if (response == null) {
            return null;
        }
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
