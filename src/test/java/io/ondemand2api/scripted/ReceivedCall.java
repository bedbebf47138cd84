package io.ondemand2api.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A call as the simulator got it.
 *
 * @param kind what it asks for
 * @param apikey the key it came with; null when the header is missing
 * @param path without the query string
 * @param ordinal its number among the calls of its kind, from 1
 * @param ordinalOfKey its number among the calls of its kind with the same key, from 1
 * @param requestOnConnection its number on its connection, from 1
 * @param headers with lower-case names
 * @param body the JSON; a missing node when there is none or when it cannot be read
 */
public record ReceivedCall(
        CallKind kind,
        String apikey,
        String path,
        long ordinal,
        long ordinalOfKey,
        int requestOnConnection,
        Map<String, String> headers,
        JsonNode body) {

    public ReceivedCall {
        headers = Map.copyOf(headers);
    }

    /** Without the key and without the texts, so that they are not logged by accident. */
    @Override
    public String toString() {
        return kind + " " + ordinal;
    }
}
