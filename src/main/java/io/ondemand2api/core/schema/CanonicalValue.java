package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text for each JSON value that is the same for equal values and for no others: numbers by their amount, objects
 * in any order. Texts, unlike values, can be told apart quickly even when their hashes are chosen to be alike.
 */
final class CanonicalValue {

    private static final char MARK = '\0';
    private static final int STEPS_PER_VALUE = 12;

    private final SchemaBudget budget;
    private final StringBuilder text = new StringBuilder();

    private CanonicalValue(SchemaBudget budget) {
        this.budget = budget;
    }

    static String of(JsonNode value, SchemaBudget budget) {
        if (value.isTextual()) {
            String text = value.textValue();
            // it is compared with an equal one
            budget.look(text.length());
            return text.isEmpty() || text.charAt(0) != MARK ? text : MARK + "\"" + text;
        }
        CanonicalValue canonical = new CanonicalValue(budget);
        canonical.text.append(MARK);
        canonical.add(value);
        return canonical.text.toString();
    }

    private void add(JsonNode value) {
        budget.spend(STEPS_PER_VALUE);
        if (value.isObject()) {
            addObject(value);
        } else if (value.isArray()) {
            text.append('[');
            for (JsonNode item : value) {
                add(item);
                text.append(',');
            }
            text.append(']');
        } else if (value.isTextual()) {
            addText(value.textValue());
        } else {
            budget.spend(Numbers.steps(value));
            text.append(value.getNodeType() == JsonNodeType.NUMBER ? number(value) : value.asText());
        }
    }

    private void addObject(JsonNode value) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : value.properties()) {
            sorted.put(one.getKey(), one.getValue());
        }
        text.append('{');
        sorted.forEach((name, part) -> {
            addText(name);
            add(part);
            text.append(',');
        });
        text.append('}');
    }

    /** Its length tells where it ends. */
    private void addText(String part) {
        budget.look(2 * part.length());
        text.append('"').append(part.length()).append(':').append(part);
    }

    private static String number(JsonNode value) {
        return Numbers.isFinite(value)
                ? value.decimalValue().stripTrailingZeros().toString()
                : value.asText();
    }
}
