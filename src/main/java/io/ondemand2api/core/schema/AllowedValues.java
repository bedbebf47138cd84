package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** The values that {@code enum} or {@code const} allows, however many, each found in one look. */
final class AllowedValues {

    private static final int MAX_TEXT = 500;

    private final Set<String> values = new HashSet<>();
    private final Set<JsonNodeType> types = EnumSet.noneOf(JsonNodeType.class);
    private final JsonNode node;
    private final boolean single;

    private AllowedValues(JsonNode node, boolean single) {
        this.node = node;
        this.single = single;
    }

    static AllowedValues of(JsonNode node, boolean single, SchemaBudget budget) {
        AllowedValues allowed = new AllowedValues(node, single);
        if (single) {
            allowed.add(node, budget);
        } else {
            node.forEach(value -> allowed.add(value, budget));
        }
        return allowed;
    }

    private void add(JsonNode value, SchemaBudget budget) {
        types.add(value.getNodeType());
        values.add(CanonicalValue.of(value, budget));
    }

    boolean contains(JsonNode value, SchemaBudget budget) {
        return types.contains(value.getNodeType()) && values.contains(CanonicalValue.of(value, budget));
    }

    String message() {
        if (single) {
            return "must be the constant value '" + Excerpt.bare(node) + "'";
        }
        StringBuilder list = new StringBuilder();
        for (JsonNode value : node) {
            if (list.length() > MAX_TEXT) {
                break;
            }
            list.append(list.length() == 0 ? "" : ", ").append(Excerpt.of(value));
        }
        return "does not have a value in the enumeration [" + list + "]";
    }
}
