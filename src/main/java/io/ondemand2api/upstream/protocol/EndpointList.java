package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the answer of {@code GET /config/v1/public/endpoints}. No tree is made of it: that could take a hundred times the
 * memory of its bytes.
 */
public final class EndpointList {

    private EndpointList() {}

    /**
     * @param most how many endpoints there may be
     * @return the endpoints listed; entries without an id are passed over
     * @throws IOException when it is no list of endpoints, an empty one, or one of too many
     */
    public static List<Endpoint> parse(byte[] body, int most) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>();
        boolean listed = false;
        try (JsonParser json = JsonTexts.JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a registry answer that is no object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.START_ARRAY && name.equals("endpointsData")) {
                    listed = true;
                    entries(json, most, endpoints);
                } else {
                    json.skipChildren();
                }
            }
        }
        if (!listed || endpoints.isEmpty()) {
            throw new IOException("a registry answer that lists no endpoint");
        }
        return endpoints;
    }

    private static void entries(JsonParser json, int most, List<Endpoint> endpoints) throws IOException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null) {
                throw new IOException("a list that does not end");
            }
            Endpoint endpoint = token == JsonToken.START_OBJECT ? entry(json) : null;
            json.skipChildren();
            if (endpoint != null) {
                endpoints.add(endpoint);
            }
            if (endpoints.size() > most) {
                throw new IOException("a list of too many endpoints");
            }
        }
    }

    private static Endpoint entry(JsonParser json) throws IOException {
        String id = null;
        String name = null;
        boolean active = false;
        boolean reasons = false;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "endpoint_id" -> id = json.nextTextValue();
                case "endpoint_name" -> name = json.nextTextValue();
                case "status" -> active = "active".equalsIgnoreCase(json.nextTextValue());
                case "reasoning_efforts" -> reasons = json.nextToken() == JsonToken.START_ARRAY && !isEmpty(json);
                default -> json.nextToken();
            }
            json.skipChildren();
        }
        return id == null || id.isBlank() ? null : new Endpoint(id, name, active, reasons);
    }

    /** Reads the array to its end. */
    private static boolean isEmpty(JsonParser json) throws IOException {
        int values = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null) {
                throw new IOException("an array that does not end");
            }
            json.skipChildren();
            values++;
        }
        return values == 0;
    }
}
