package io.ondemand2api.responses;

import io.ondemand2api.core.Detachment;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The responses that are being made in the background. Each has a place among the requests that are worked on, which
 * bounds them. Safe for several threads.
 */
public final class DetachedResponses {

    private final ResponseStore store;
    private final Map<String, DetachedResponse> underWay = new ConcurrentHashMap<>();

    /** @param store where they are remembered when they have ended */
    public DetachedResponses(ResponseStore store) {
        this.store = store;
    }

    /**
     * A response that begins when it is detached.
     *
     * @param streamed true when its events are kept
     */
    DetachedResponse of(
            String owner, ResponseEnvelope envelope, RememberedInput input, boolean streamed, MemoryShare share) {
        String id = envelope.id();
        EventLog events = streamed ? new EventLog(store.maxBytes(), share) : EventLog.none();
        return new DetachedResponse(owner, envelope, input, events, ended -> {
            boolean stored = store.put(owner, ended);
            if (stored) {
                underWay.remove(id);
            }
            return stored;
        });
    }

    /**
     * Begins it, and tells its client.
     *
     * @param streamed true when the client reads its events along
     */
    Detachment detachment(DetachedResponse response, boolean streamed) {
        return new Detachment() {
            @Override
            public boolean streaming() {
                return streamed;
            }

            @Override
            public ResponseChannel detach(ResponseChannel client, Map<String, String> headers) {
                underWay.put(response.id(), response);
                DetachedChannel channel = new DetachedChannel(response, client);
                if (streamed) {
                    client.beginStream(headers);
                    channel.write(response.opening());
                } else {
                    tell(client, headers, response.object(ResponseEnvelope.QUEUED));
                }
                return channel;
            }
        };
    }

    private static void tell(ResponseChannel client, Map<String, String> headers, byte[] json) {
        Map<String, String> whole = new HashMap<>(headers);
        whole.put("Content-Type", "application/json");
        client.answer(200, whole, json);
    }

    /** The response of this name that has not ended, or null when this client has none. */
    DetachedResponse find(String owner, String id) {
        DetachedResponse response = underWay.get(id);
        return response != null && response.belongsTo(owner) ? response : null;
    }
}
