package io.ondemand2api.core.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JSON objects and arrays in a text of a model: see {@link TolerantJson}. */
final class JsonValues {

    /** Brackets in prose are looked into again and again; a text that is made to cost more is not read. */
    private static final int MAX_PASSES = 8;

    /** Each is checked against the schema; no answer that means one holds more. */
    private static final int MAX_VALUES = 64;

    private JsonValues() {}

    /**
     * Finds them.
     *
     * @return each value once, as JSON; none when one of them is broken, as its parts would be taken for values
     *     then, or when there are too many
     */
    static List<String> in(String text) {
        Set<String> values = new LinkedHashSet<>();
        long budget = (long) MAX_PASSES * text.length();
        int at = next(text, 0);
        while (at >= 0) {
            TolerantJson.Value value = TolerantJson.read(text, at);
            budget -= value.end() - at;
            if (value.json() == null && value.begun() || budget < 0 || values.size() > MAX_VALUES) {
                return List.of();
            }
            if (value.json() != null) {
                values.add(value.json());
            }
            at = next(text, value.json() == null ? at + 1 : value.end());
        }
        return List.copyOf(values);
    }

    private static int next(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) == '{' || text.charAt(at) == '[') {
                return at;
            }
        }
        return -1;
    }
}
