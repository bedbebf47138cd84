package io.ondemand2api.core;

import io.ondemand2api.core.schema.JsonSchema;

/**
 * A function of the caller that the model may call.
 *
 * @param name its name: letters, digits, {@code _} and {@code -}
 * @param description what it is for, or null
 * @param parameters what its arguments must look like, or null when anything goes
 * @param strict true when the caller wants arguments that fit in any case
 */
public record Tool(String name, String description, JsonSchema parameters, boolean strict) {}
