package io.ondemand2api.openai;

import java.util.Map;

/**
 * What of a JSON value is kept when it is read. What a shape does not mention is skipped and costs no memory; a
 * container where a single value belongs is kept without what is in it, which is enough to complain of it.
 */
final class JsonShape {

    /** A string, number, boolean or null. */
    static final JsonShape SCALAR = new JsonShape(Map.of(), null, null, true, false);

    /** As {@link #SCALAR}, of which the model is told in other words, so that it is copied some times. */
    static final JsonShape TAUGHT = new JsonShape(Map.of(), null, null, true, true);

    /** Only whether it is there and not null. */
    static final JsonShape PRESENCE = new JsonShape(Map.of(), null, null, false, false);

    /** All of it, however it is made; the model is told of it. */
    static final JsonShape ANYTHING = new JsonShape(null, null, null, true, true);

    private final Map<String, JsonShape> fields;
    private final JsonShape otherFields;
    private final JsonShape items;
    private final boolean text;
    private final boolean taught;

    private JsonShape(
            Map<String, JsonShape> fields, JsonShape otherFields, JsonShape items, boolean text, boolean taught) {
        this.fields = fields;
        this.otherFields = otherFields;
        this.items = items;
        this.text = text;
        this.taught = taught;
    }

    /** An object with these fields, or a single value. */
    static JsonShape object(Map<String, JsonShape> fields) {
        return new JsonShape(fields, null, null, true, false);
    }

    /** An object whose fields have any names and are all of this shape, or a single value. */
    static JsonShape mapOf(JsonShape values) {
        return new JsonShape(Map.of(), values, null, true, false);
    }

    /** An array of such items, or a single value. */
    static JsonShape arrayOf(JsonShape items) {
        return new JsonShape(Map.of(), null, items, true, false);
    }

    /** The shape of a field; null when the field is skipped. */
    JsonShape field(String name) {
        return fields == null ? this : fields.getOrDefault(name, otherFields);
    }

    /** The shape of an array's items; null when they are skipped. */
    JsonShape items() {
        return fields == null ? this : items;
    }

    /** True when no field of an object is kept. */
    boolean skipsFields() {
        return fields != null && fields.isEmpty() && otherFields == null;
    }

    /** True when the model is told of it in other words. */
    boolean taught() {
        return taught;
    }

    /** True when the letters of a string are kept. */
    boolean keepsText() {
        return text;
    }
}
