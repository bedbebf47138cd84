package io.ondemand2api.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Bodies that cost more than they weigh: each would end a gateway that counts nothing but bytes. */
final class HostileBodies {

    /** Below the largest body that is let in. */
    private static final int LARGEST = 19_000_000;

    private static final int AT_ONCE = 6;

    private HostileBodies() {}

    static Stream<Attack> all() {
        return Stream.of(unknownFields(), wrongTypes(), crowds(), texts(), packed())
                .flatMap(attacks -> attacks);
    }

    /** Fields that are not read cost nothing. */
    private static Stream<Attack> unknownFields() {
        return Stream.of(
                attack("an unknown field of 395,000 objects", () -> with("\"x\":" + crowd("{\"\":{}}", 395_000))),
                attack("an unknown field of 19 MB of arrays", () -> with("\"x\":" + crowd("[]", LARGEST / 3))),
                attack("an unknown field of 19 MB of numbers", () -> with("\"x\":" + crowd("1", LARGEST / 2))),
                attack("unknown fields by the million", () -> with(repeated("\"x\":0", 3_000_000))),
                refused("unknown fields of many long names", () -> manyNames(20_000, "n".repeat(800))),
                attack("unknown fields of many short names", () -> manyNames(450_000, "n".repeat(26))),
                attack("a deep unknown field", () -> with("\"x\":" + "[".repeat(190) + "]".repeat(190))),
                attack(
                        "an unknown field in a message",
                        () -> messages("{\"role\":\"user\",\"x\":" + crowd("{\"\":{}}", 395_000) + ",\"content\":\""
                                + Attack.MARK + "\"}")));
    }

    private static Stream<Attack> wrongTypes() {
        String crowd = crowd("{\"\":{}}", 395_000);
        return Stream.of(
                refused("a model of arrays", () -> with("\"model\":" + crowd)),
                refused("messages that are an object", () -> with("\"messages\":{\"a\":" + crowd + "}")),
                refused(
                        "a content of objects of objects",
                        () -> messages("{\"role\":\"user\",\"content\":{\"a\":" + crowd + "}}")),
                refused("texts to stop at that are objects", () -> with("\"stop\":" + crowd)),
                refused(
                        "metadata of 400,000 pairs",
                        () -> with("\"metadata\":{" + repeated("\"a\":\"b\"", 400_000) + "}")),
                refused(
                        "arguments that are no text",
                        () -> messages("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":" + crowd + "}}]}")),
                attack(
                                "a schema of 395,000 objects",
                                () -> with("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":"
                                        + "\"f\",\"parameters\":{\"type\":\"object\",\"enum\":" + crowd + "}}}]"))
                        .mustEndWith(400, 413, 503));
    }

    private static Stream<Attack> crowds() {
        return Stream.of(
                refused(
                        "a million empty messages",
                        () -> "{\"model\":\"m\",\"messages\":" + crowd("{}", 1_000_000) + "}"),
                refused("100,000 tools", () -> with("\"tools\":" + crowd("{\"type\":\"function\"}", 100_000))),
                refused(
                        "100,000 parts",
                        () -> messages("{\"role\":\"user\",\"content\":"
                                + crowd("{\"type\":\"text\",\"text\":\"\"}", 100_000) + "}")),
                refused(
                        "a prompt in tokens",
                        () -> "{\"model\":\"m\",\"messages\":[],\"stop\":" + crowd("1", 3_000_000) + "}"),
                attack(
                        "as many messages as are read",
                        () -> messages(repeated("{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"}", 33_000))),
                attack(
                        "a history of calls",
                        () -> messages("{\"role\":\"assistant\",\"tool_calls\":"
                                + crowd(
                                        "{\"id\":\"" + Attack.MARK
                                                + "\",\"function\":{\"name\":\"f.g\",\"arguments\":\"{}\"}}",
                                        16_000)
                                + "}")));
    }

    private static Stream<Attack> texts() {
        return Stream.of(
                attack("a prompt of 19 MB with a text to stop at", () -> stopping("word ".repeat(LARGEST / 5)))
                        .whenTheModelSays("so ", "END", " on"),
                attack("a prompt that is one word of 19 MB", () -> stopping("x".repeat(LARGEST)))
                        .whenTheModelSays("so ", "END", " on"),
                attack("a prompt of 19 MB of blanks", () -> stopping(Attack.MARK + " ".repeat(LARGEST)))
                        .whenTheModelSays("so ", "END", " on"),
                attack(
                                "a prompt of 19 MB in one script and a little of another",
                                () -> stopping("é" + "x".repeat(LARGEST) + "\u65e5"))
                        .whenTheModelSays("so ", "END", " on"),
                attack("a prompt of 19 MB of escapes", () -> stopping("\\n".repeat(LARGEST / 2)))
                        .whenTheModelSays("so ", "END", " on"),
                attack(
                        "19 MB of text in many messages",
                        () -> messages(repeated(
                                "{\"role\":\"user\",\"content\":\"" + Attack.MARK + "x".repeat(2000) + "\"}", 9_000))),
                attack(
                        "instructions of 19 MB",
                        () -> messages("{\"role\":\"system\",\"content\":\"" + "x".repeat(LARGEST)
                                + "\"},{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"}")),
                attack("arguments of 19 MB of arrays", () -> arguments(crowd("[]", LARGEST / 3))),
                attack("arguments of 19 MB that are no JSON", () -> arguments("x".repeat(LARGEST))),
                attack("a tool's description of 19 MB", () -> tool("\"description\":\"" + "x".repeat(LARGEST) + "\"")),
                attack(
                        "a schema with a text of 19 MB",
                        () -> tool("\"parameters\":{\"type\":\"object\",\"enum\":[\"" + "x".repeat(LARGEST) + "\"]}")),
                refused(
                        "an id of 19 MB",
                        () -> messages("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + "x".repeat(LARGEST)
                                + "\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}")),
                refused("a text to stop at of 19 MB", () -> with("\"stop\":\"" + "x".repeat(LARGEST) + "\"")));
    }

    private static Stream<Attack> packed() {
        return Stream.of(
                attack("a packed body of 19 MB", () -> "")
                        .withHeaders("Content-Encoding: gzip\r\n")
                        .withBytes(() -> gzip(stopping("x".repeat(LARGEST)))),
                attack("a packed crowd", () -> "")
                        .withHeaders("Content-Encoding: gzip\r\n")
                        .withBytes(() -> gzip(with("\"x\":" + crowd("{\"\":{}}", 2_000_000)))));
    }

    private static Attack attack(String name, Supplier<String> body) {
        return Attack.chat(name, AT_ONCE, body);
    }

    private static Attack refused(String name, Supplier<String> body) {
        return attack(name, body).mustEndWith(400, 413, 503);
    }

    private static String with(String field) {
        return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"}]," + field
                + "}";
    }

    private static String messages(String messages) {
        return "{\"model\":\"gpt-4o\",\"messages\":[" + messages + "]}";
    }

    private static String stopping(String text) {
        return "{\"model\":\"gpt-4o\",\"stop\":[\"END\"],\"messages\":[{\"role\":\"user\",\"content\":\"" + Attack.MARK
                + " " + text + "\"}]}";
    }

    private static String arguments(String arguments) {
        return messages(
                "{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"},{\"role\":\"assistant\",\"tool_calls\":"
                        + "[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}}]}");
    }

    private static String tool(String fields) {
        return with("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"," + fields + "}}]");
    }

    private static String manyNames(int count, String name) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append('"').append(i).append(name).append("\":0,");
        }
        return with(fields + "\"x\":0");
    }

    private static String crowd(String value, int times) {
        return "[" + repeated(value, times) + "]";
    }

    private static String repeated(String value, int times) {
        return (value + ",").repeat(times - 1) + value;
    }

    private static byte[] gzip(String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
