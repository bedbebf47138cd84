package io.ondemand2api.core.request;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What of a JSON value is kept when it is read. What a shape does not mention is skipped and costs no memory; a
 * container where a single value belongs is kept without what is in it, which is enough to complain of it.
 */
public final class JsonShape {

    /** A string, number, boolean or null. */
    public static final JsonShape SCALAR = new JsonShape(Map.of(), null, null, true, false);

    /** As {@link #SCALAR}, of which the model is told in other words, so that it is copied some times. */
    public static final JsonShape TAUGHT = new JsonShape(Map.of(), null, null, true, true);

    /** Only whether it is there and not null. */
    public static final JsonShape PRESENCE = new JsonShape(Map.of(), null, null, false, false);

    /** All of it, however it is made; the model is told of it. */
    public static final JsonShape ANYTHING = new JsonShape(null, null, null, true, true);

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

    /** Fields of these names that are single values; more may be put beside them. */
    public static Map<String, JsonShape> scalars(String... names) {
        Map<String, JsonShape> fields = new HashMap<>();
        for (String name : names) {
            fields.put(name, SCALAR);
        }
        return fields;
    }

    /** An object with these fields, or a single value. */
    public static JsonShape object(Map<String, JsonShape> fields) {
        return new JsonShape(fields, null, null, true, false);
    }

    /** An object whose fields have any names and are all of this shape, or a single value. */
    public static JsonShape mapOf(JsonShape values) {
        return new JsonShape(Map.of(), values, null, true, false);
    }

    /** An array of such items, or a single value. */
    public static JsonShape arrayOf(JsonShape items) {
        return new JsonShape(Map.of(), null, items, true, false);
    }

    /** An array of such items, an object whose fields are all of the other shape, or a single value. */
    public static JsonShape arrayOrMap(JsonShape items, JsonShape values) {
        return new JsonShape(Map.of(), values, items, true, false);
    }

    /** The names of the fields that are kept; empty where all are. */
    public Set<String> names() {
        return fields == null ? Set.of() : Set.copyOf(fields.keySet());
    }

    /** The shape of a field; null when the field is skipped. */
    public JsonShape field(String name) {
        return fields == null ? this : fields.getOrDefault(name, otherFields);
    }

    /** The shape of an array's items; null when they are skipped. */
    public JsonShape items() {
        return fields == null ? this : items;
    }

    /** True when no field of an object is kept. */
    public boolean skipsFields() {
        return fields != null && fields.isEmpty() && otherFields == null;
    }

    /** True when the model is told of it in other words. */
    public boolean taught() {
        return taught;
    }

    /** True when the letters of a string are kept. */
    public boolean keepsText() {
        return text;
    }
}
