package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.StrangersJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Picks the texts of a few fields out of a JSON object and passes over all else: a tree of what a stranger sends can take
 * a hundred times the memory of its bytes.
 */
public final class JsonTexts {

    static final JsonFactory JSON = StrangersJson.bytes()
            .streamReadConstraints(StrangersJson.constraints().build())
            .build();

    /** Stands for an object that was wanted itself. */
    public static final String OBJECT = "{}";

    private final Set<String> wanted;
    private final Map<String, String> found = new HashMap<>();

    private JsonTexts(Set<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * @param wanted the paths of the fields, such as {@code data.id}
     * @return those of them that are texts; {@link #OBJECT} for an object that leads to others of them
     * @throws IOException when it is no JSON object
     */
    public static Map<String, String> of(byte[] bytes, int from, int to, Set<String> wanted) throws IOException {
        JsonTexts texts = new JsonTexts(wanted);
        try (JsonParser json = JSON.createParser(bytes, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            texts.read(json, "");
        }
        return texts.found;
    }

    private void read(JsonParser json, String path) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            String field = path + name;
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && leads(field)) {
                if (wanted.contains(field)) {
                    found.put(field, OBJECT);
                }
                read(json, field + ".");
            } else if (value == JsonToken.VALUE_STRING && wanted.contains(field)) {
                found.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("an object that does not end");
        }
    }

    private boolean leads(String field) {
        return wanted.stream().anyMatch(path -> path.startsWith(field + "."));
    }
}
