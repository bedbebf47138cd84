package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.MemoryShare;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What clients are told of remembered responses. Each method gives null for a response that its client does not have. */
public final class RememberedResponses {

    /** Of UTF-8, for a character of a string. */
    private static final long MAX_BYTES_PER_CHARACTER = 3;

    private final ResponseStore store;
    private final DetachedResponses detached;

    /**
     * @param store where they are remembered
     * @param detached those that are made in the background
     */
    public RememberedResponses(ResponseStore store, DetachedResponses detached) {
        this.store = store;
        this.detached = detached;
    }

    /** The response object. */
    public byte[] object(String owner, String id) {
        DetachedResponse underWay = detached.find(owner, id);
        if (underWay != null) {
            return underWay.object(ItemJson.IN_PROGRESS);
        }
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
        List<InputItem> items = items(owner, id);
        if (items == null) {
            return null;
        }
        // twice, since the array that is written to grows by copies
        share.take(2 * MAX_BYTES_PER_CHARACTER * InputItemList.characters(items));
        ByteSink out = new ByteSink(256).append("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ",").append(items.get(i).json());
        }
        out.append("],\"first_id\":");
        JsonText.appendQuoted(items.isEmpty() ? null : items.get(0).id(), out);
        out.append(",\"last_id\":");
        JsonText.appendQuoted(
                items.isEmpty() ? null : items.get(items.size() - 1).id(), out);
        return out.append(",\"has_more\":false}").drain();
    }

    private List<InputItem> items(String owner, String id) {
        DetachedResponse underWay = detached.find(owner, id);
        if (underWay != null) {
            return underWay.input().items();
        }
        StoredResponse response = store.find(owner, id);
        return response == null ? null : response.inputItems();
    }

    /**
     * The events of a response that was asked for as a stream in the background.
     *
     * @throws InvalidRequestException when it has none
     */
    public EventReplay events(String owner, String id) throws InvalidRequestException {
        DetachedResponse underWay = detached.find(owner, id);
        StoredResponse response = underWay == null ? store.find(owner, id) : null;
        if (underWay == null && response == null) {
            return null;
        }
        EventLog events = underWay == null ? response.events() : underWay.events();
        if (events == null || events.lost()) {
            throw new InvalidRequestException(
                    "This response cannot be streamed: only one that was created with background=true and stream=true can, "
                            + "as long as its events are kept.",
                    "stream",
                    "invalid_value");
        }
        return events::follow;
    }

    /**
     * Ends one that is made in the background, and gives its object; one that has ended stays as it is.
     *
     * @throws InvalidRequestException when its client waited for it
     */
    public byte[] cancel(String owner, String id) throws InvalidRequestException {
        endUnderWay(owner, id);
        StoredResponse response = store.find(owner, id);
        if (response != null && response.events() == null) {
            throw new InvalidRequestException(
                    "Cannot cancel a synchronous response. Only responses created with background=true can be cancelled.",
                    null,
                    null);
        }
        return response == null ? null : response.json();
    }

    private void endUnderWay(String owner, String id) {
        DetachedResponse underWay = detached.find(owner, id);
        if (underWay != null) {
            underWay.cancel();
        }
    }

    /** Forgets it, and gives the confirmation; one that is under way is cancelled. */
    public byte[] delete(String owner, String id) {
        endUnderWay(owner, id);
        return store.delete(owner, id)
                ? ("{\"id\":\"" + id + "\",\"object\":\"response\",\"deleted\":true}").getBytes(StandardCharsets.UTF_8)
                : null;
    }
}
