package io.ondemand2api.core.schema;

import java.util.Map;

/** Which keywords of JSON Schema hold schemas, in any of its drafts. */
final class Keywords {

    /** How a keyword holds them. */
    enum Shape {
        ONE,
        LIST,
        BY_NAME,
        /** One or a list, which differed from draft to draft. */
        ONE_OR_LIST,
        /** By name, and some may be lists of names instead. */
        BY_NAME_OR_NAMES
    }

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("not", Shape.ONE),
            Map.entry("if", Shape.ONE),
            Map.entry("then", Shape.ONE),
            Map.entry("else", Shape.ONE),
            Map.entry("contains", Shape.ONE),
            Map.entry("additionalProperties", Shape.ONE),
            Map.entry("additionalItems", Shape.ONE),
            Map.entry("propertyNames", Shape.ONE),
            Map.entry("unevaluatedProperties", Shape.ONE),
            Map.entry("unevaluatedItems", Shape.ONE),
            Map.entry("allOf", Shape.LIST),
            Map.entry("anyOf", Shape.LIST),
            Map.entry("oneOf", Shape.LIST),
            Map.entry("prefixItems", Shape.LIST),
            Map.entry("properties", Shape.BY_NAME),
            Map.entry("patternProperties", Shape.BY_NAME),
            Map.entry("dependentSchemas", Shape.BY_NAME),
            Map.entry("$defs", Shape.BY_NAME),
            Map.entry("definitions", Shape.BY_NAME),
            Map.entry("items", Shape.ONE_OR_LIST),
            Map.entry("dependencies", Shape.BY_NAME_OR_NAMES));

    private Keywords() {}

    /** How the keyword holds schemas; null when it holds none. */
    static Shape shape(String keyword) {
        return SHAPES.get(keyword);
    }
}
