package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** About how many bytes a value takes as JSON, found without writing it: it may be most of a body. */
final class JsonSize {

    /** Quotes, a colon and a comma. */
    private static final int AROUND = 4;

    private final long max;
    private long counted;

    private JsonSize(long max) {
        this.max = max;
    }

    /** True when it takes more than so many bytes; no more of it is looked at than tells. */
    static boolean exceeds(JsonNode value, long max) {
        JsonSize size = new JsonSize(max);
        size.count(value);
        return size.counted > max;
    }

    private void count(JsonNode value) {
        counted += AROUND + value.asText().length();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            counted += AROUND + field.getKey().length();
            if (counted <= max) {
                count(field.getValue());
            }
        }
        for (int i = 0; value.isArray() && i < value.size() && counted <= max; i++) {
            count(value.get(i));
        }
    }
}
