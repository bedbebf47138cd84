package io.ondemand2api.blackbox;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Schemas of tools and answers that cost more than they look. */
final class SchemaAttacks {

    /** A value that is deep and wide, for the first of these tools. */
    private static final String DEEP_CALL = "<tool_call>{\"name\":\"f0\",\"arguments\":{\"v\":" + "[".repeat(60)
            + "1,".repeat(30_000) + "1" + "]".repeat(60) + "}}</tool_call>";

    private SchemaAttacks() {}

    private static String costly() {
        List<String> schemas = List.copyOf(HostileSchemas.accepted().values());
        return ClientAttacks.tools(
                schemas.size(),
                i -> HostileSchemas.json("{'type':'object','properties':{'v':" + schemas.get(i) + "}}"));
    }

    static Stream<Attack> all() {
        return Stream.of(
                Attack.chat(
                        "a pattern that never ends",
                        2,
                        () -> ClientAttacks.tools(1, i -> pattern("^x" + "(?:|)".repeat(64) + "y"))),
                Attack.chat(
                        "patterns that go back and forth", 2, () -> ClientAttacks.tools(20, i -> pattern("^(a|a?)+$"))),
                Attack.chat(
                        "patterns that look around",
                        2,
                        () -> ClientAttacks.tools(20, i -> pattern("^(?=(a+)+b)(a*)*\\1$"))),
                Attack.chat(
                        "patterns that repeat a thousand times",
                        2,
                        () -> ClientAttacks.tools(20, i -> pattern("((a{1000}){1000})"))),
                Attack.chat("definitions that double, 20 tools", 2, () -> ClientAttacks.tools(20, i -> doubling(19)))
                        .mustEndWith(400, 503),
                Attack.chat(
                                "definitions that double, six times four tools",
                                6,
                                () -> ClientAttacks.tools(4, i -> doubling(19)))
                        .mustEndWith(400, 503),
                Attack.chat("definitions that double, in a response format", 2, () -> format(doubling(19)))
                        .mustEndWith(400, 503),
                Attack.chat("definitions in a circle", 2, () -> ClientAttacks.tools(20, i -> circle())),
                Attack.chat("schemas that are deep", 4, () -> ClientAttacks.tools(20, i -> deep(200)))
                        .mustEndWith(400),
                Attack.chat("one tool for each schema that is costly with its values", 4, SchemaAttacks::costly)
                        .whenTheModelSays(DEEP_CALL)
                        .mustEndWith(200, 400, 502, 503),
                Attack.chat("schemas with thousands of names", 4, () -> ClientAttacks.tools(100, i -> object(2000))));
    }

    private static String pattern(String pattern) {
        return "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":" + Chat.quoted(pattern)
                + "}}," + "\"patternProperties\":{" + Chat.quoted(pattern) + ":{}}}";
    }

    /** Each definition asks twice for the one before. */
    private static String doubling(int definitions) {
        return "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d" + (definitions - 1)
                + "\"}},\"$defs\":{\"d0\":{\"type\":\"string\"}"
                + IntStream.range(1, definitions)
                        .mapToObj(i -> ",\"d" + i + "\":{\"allOf\":[{\"$ref\":\"#/$defs/d" + (i - 1)
                                + "\"},{\"$ref\":\"#/$defs/d" + (i - 1) + "\"}]}")
                        .collect(Collectors.joining())
                + "}}";
    }

    private static String circle() {
        return "{\"type\":\"object\",\"allOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"},"
                + "{\"$ref\":\"#/$defs/b\"}]},\"b\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/a\"}]}}}";
    }

    private static String deep(int levels) {
        return "{\"type\":\"object\",\"properties\":{\"a\":" + "{\"type\":\"array\",\"items\":".repeat(levels) + "{}"
                + "}".repeat(levels) + "}}";
    }

    private static String object(int names) {
        return "{\"type\":\"object\",\"properties\":{"
                + ClientAttacks.joined(names, n -> "\"p" + n + "\":{\"type\":\"string\"}") + "}}";
    }

    private static String format(String schema) {
        return ClientAttacks.with(
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"f\",\"schema\":" + schema
                        + "}}");
    }
}
