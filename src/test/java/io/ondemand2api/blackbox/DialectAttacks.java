package io.ondemand2api.blackbox;

import java.util.stream.Stream;

/** What only a request of Responses or of Messages can try; each dialect has its own reader. */
final class DialectAttacks {

    static final String RESPONSES = "/v1/responses";
    static final String MESSAGES = "/v1/messages";

    /** Below the largest body that is let in. */
    private static final int LARGEST = 19_000_000;

    private static final int AT_ONCE = 4;
    private static final String CROWD = "[" + ClientAttacks.joined(395_000, i -> "{\"\":{}}") + "]";
    private static final String LOOP = "^x" + "(?:|)".repeat(64) + "y";

    private DialectAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(inResponses(), inMessages(), answers()).flatMap(attacks -> attacks);
    }

    private static Stream<Attack> inResponses() {
        return Stream.of(
                response("an item with an unknown field of 395,000 objects", "[" + user("\"x\":" + CROWD) + "]"),
                refusedResponse("an input of 395,000 objects", CROWD),
                refusedResponse(
                        "100,000 items", "[" + ClientAttacks.joined(100_000, i -> "{\"type\":\"reasoning\"}") + "]"),
                response("an input of 15 MB", text(LARGEST - 4_000_000)),
                response(
                        "a call with an input of 19 MB of quotes",
                        "[" + user("\"x\":0")
                                + ",{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"f\",\"input\":\""
                                + "\\\"".repeat(LARGEST / 2) + "\"}]"),
                responseWith("a word of 19 MB that is repeated", "\"text\":{\"verbosity\":" + text(LARGEST) + "}"),
                responseWith(
                        "a choice with a type of 19 MB",
                        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"tool_choice\":{\"type\":\"allowed_tools\",\"tools\":[{\"type\":"
                                + text(LARGEST) + "}]}"),
                responseWith(
                        "tools in 120 namespaces, and calls of them",
                        "\"tools\":[" + namespaces() + "],\"input\":[" + calls() + "]"),
                responseWith(
                                "tools that double",
                                "\"tools\":["
                                        + ClientAttacks.joined(
                                                20,
                                                i -> "{\"type\":\"function\",\"name\":\"f" + i + "\",\"parameters\":"
                                                        + doubling() + "}")
                                        + "]")
                        .mustEndWith(400, 413, 503),
                responseWith(
                                "a pattern that never ends",
                                "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":" + pattern()
                                        + "}}")
                        .mustEndWith(502),
                responseWith(
                                "a deep schema",
                                "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":" + "[".repeat(100_000)
                                        + "}]")
                        .mustEndWith(400));
    }

    private static Stream<Attack> inMessages() {
        return Stream.of(
                message(
                        "a block with an unknown field of 395,000 objects",
                        said("{\"type\":\"text\",\"text\":\"attack\",\"x\":" + CROWD + "}")),
                message("a block of 395,000 objects", said("{\"type\":\"tool_result\",\"content\":" + CROWD + "}"))
                        .mustEndWith(400, 529),
                message("100,000 blocks", said(ClientAttacks.joined(100_000, i -> "{\"type\":\"thinking\"}")))
                        .mustEndWith(400, 529),
                message(
                        "blocks of 19 MB",
                        said("{\"type\":\"text\",\"text\":" + text(LARGEST / 2) + "},{\"type\":\"text\",\"text\":"
                                + text(LARGEST / 2) + "}")),
                message(
                        "an image of 19 MB",
                        said(
                                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                                        + "iVBO".repeat(LARGEST / 4) + "\"}}")),
                message(
                        "a document of 19 MB",
                        said(
                                "{\"type\":\"document\",\"title\":\"attack\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":"
                                        + text(LARGEST) + "}}")),
                message(
                                "a call with an input of 19 MB of arrays",
                                "{\"role\":\"user\",\"content\":\"attack\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{\"a\":["
                                        + ClientAttacks.joined(LARGEST / 3, i -> "[]") + "]}}]}")
                        .mustEndWith(400, 529),
                messageWith(
                                "tools that double",
                                "\"tools\":["
                                        + ClientAttacks.joined(
                                                20,
                                                i -> "{\"name\":\"f" + i + "\",\"input_schema\":" + doubling() + "}")
                                        + "]")
                        .mustEndWith(400, 529),
                messageWith(
                                "a pattern that never ends",
                                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":" + pattern()
                                        + "}}")
                        .mustEndWith(502));
    }

    /** 502 is told of the model's answer that is unfit, or too large. */
    private static Stream<Attack> answers() {
        return Stream.of(
                responseWith("an answer of 1 MB of control characters", "\"stream\":true")
                        .withHeaders("Connection: close\r\n")
                        .whenTheModelSays("\u0001".repeat(1_000_000))
                        .mustEndWith(200, 502, 503, 529),
                messageWith("an answer of 1 MB of control characters", "\"stream\":true")
                        .withHeaders("Connection: close\r\n")
                        .whenTheModelSays("\u0001".repeat(1_000_000))
                        .mustEndWith(200, 502, 503, 529),
                responseWith("a call with 20,000 arrays", "\"tools\":[{\"type\":\"custom\",\"name\":\"f\"}]")
                        .whenTheModelSays("<tool_call>{\"name\":\"f\",\"arguments\":{\"input\":\"a\",\"x\":["
                                + ClientAttacks.joined(20_000, i -> "[]") + "]}}</tool_call>")
                        .mustEndWith(200, 502, 503, 529));
    }

    private static Attack response(String name, String input) {
        return responseWith(name, "\"input\":" + input);
    }

    private static Attack refusedResponse(String name, String input) {
        return response(name, input).mustEndWith(400, 413, 503);
    }

    private static Attack responseWith(String name, String fields) {
        return Attack.post(
                RESPONSES,
                "responses: " + name,
                AT_ONCE,
                () -> "{\"model\":\"gpt-4o\","
                        + (fields.contains("\"input\":") ? "" : "\"input\":\"" + Attack.MARK + "\",") + fields + "}");
    }

    private static Attack message(String name, String messages) {
        return Attack.post(
                MESSAGES,
                "messages: " + name,
                AT_ONCE,
                () -> "{\"model\":\"gpt-4o\",\"max_tokens\":9,\"messages\":[" + messages + "]}");
    }

    private static Attack messageWith(String name, String fields) {
        return Attack.post(
                MESSAGES,
                "messages: " + name,
                AT_ONCE,
                () -> "{\"model\":\"gpt-4o\",\"max_tokens\":9,\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"attack\"}" + "]," + fields + "}");
    }

    private static String user(String field) {
        return "{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"," + field + "}";
    }

    private static String said(String blocks) {
        return "{\"role\":\"user\",\"content\":[" + blocks + "]}";
    }

    private static String text(int length) {
        return "\"" + Attack.MARK + " ".repeat(length) + "\"";
    }

    private static String namespaces() {
        return ClientAttacks.joined(
                120,
                n -> "{\"type\":\"namespace\",\"name\":\"n" + n + "\",\"tools\":["
                        + ClientAttacks.joined(60, i -> "{\"type\":\"function\",\"name\":\"f" + i + "\"}") + "]}");
    }

    private static String calls() {
        return user("\"x\":0") + ","
                + ClientAttacks.joined(10_000, i -> "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"g\"}");
    }

    private static String doubling() {
        return HostileSchemas.json(HostileSchemas.doubling("allOf", 19));
    }

    private static String pattern() {
        return "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":" + Chat.quoted(LOOP)
                + "}},\"required\":[\"a\"],\"additionalProperties\":false}";
    }
}
