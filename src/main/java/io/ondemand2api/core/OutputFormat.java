package io.ondemand2api.core;

import io.ondemand2api.core.schema.JsonSchema;

/** What the text of an answer has to be. */
public sealed interface OutputFormat {

    /** Words, as they come. */
    OutputFormat TEXT = new Text();

    /** One JSON object of any shape. */
    OutputFormat JSON_OBJECT = new JsonObject();

    /** Words, as they come. */
    record Text() implements OutputFormat {}

    /** One JSON object of any shape. */
    record JsonObject() implements OutputFormat {}

    /**
     * A JSON value of a certain shape.
     *
     * @param name what the caller calls it
     * @param description what it is for, or null
     * @param schema its shape
     * @param strict true when the caller wants a value that fits in any case
     */
    record Schema(String name, String description, JsonSchema schema, boolean strict) implements OutputFormat {}
}
