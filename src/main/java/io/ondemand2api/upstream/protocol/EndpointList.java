package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer of {@code GET /config/v1/public/endpoints}. */
public final class EndpointList {

    private static final JsonMapper JSON = new JsonMapper();

    private EndpointList() {}

    /**
     * @return the endpoints listed; entries without an id are passed over
     * @throws IOException when it is no list of endpoints, or an empty one
     */
    public static List<Endpoint> parse(byte[] body) throws IOException {
        JsonNode root = JSON.readTree(body);
        JsonNode entries = root == null ? null : root.get("endpointsData");
        if (entries == null || !entries.isArray()) {
            throw new IOException("a registry answer without endpointsData");
        }
        List<Endpoint> endpoints = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            String id = entry.path("endpoint_id").asText("");
            if (!id.isBlank()) {
                endpoints.add(new Endpoint(
                        id,
                        entry.path("endpoint_name").asText(null),
                        entry.path("status").asText("").equalsIgnoreCase("active"),
                        !entry.path("reasoning_efforts").isEmpty()));
            }
        }
        if (endpoints.isEmpty()) {
            throw new IOException("a registry answer that lists no endpoint");
        }
        return endpoints;
    }
}
