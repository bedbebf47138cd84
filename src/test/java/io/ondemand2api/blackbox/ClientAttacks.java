package io.ondemand2api.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What one client with a valid key may think of. */
final class ClientAttacks {

    private ClientAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(schemas(), bodies(), texts(), answers()).flatMap(attacks -> attacks);
    }

    private static Stream<Attack> schemas() {
        return Stream.of(Attack.chat(
                        "schemas that are deep",
                        4,
                        () -> tools(
                                20,
                                i -> "{\"type\":\"object\",\"properties\":{\"a\":"
                                        + "{\"type\":\"array\",\"items\":".repeat(200)
                                        + "{}"
                                        + "}".repeat(200)
                                        + "}}"))
                .mustEndWith(400));
    }

    private static Stream<Attack> bodies() {
        return Stream.of(
                Attack.chat("a body of brackets", 6, () -> "[".repeat(5_000_000))
                        .mustEndWith(400, 503),
                Attack.chat("a number of a million digits", 6, () -> with("\"seed\":" + "9".repeat(1_000_000)))
                        .mustEndWith(400, 503),
                Attack.chat("a name of 5 MB", 6, () -> with("\"" + "n".repeat(5_000_000) + "\":1")),
                Attack.chat("10,000 messages", 4, () -> messages(10_000)),
                Attack.chat("a message of 100,000 parts", 4, () -> parts(100_000)),
                Attack.chat(
                                "100,000 texts to stop at",
                                4,
                                () -> with("\"stop\":[" + joined(100_000, n -> "\"s\"") + "]"))
                        .mustEndWith(400, 503),
                Attack.chat("bodies that unfold a thousand times", 6, () -> "")
                        .withHeaders("Content-Encoding: gzip\r\n")
                        .withBytes(() -> zipped(1 << 30))
                        .mustEndWith(413, 503));
    }

    private static Stream<Attack> texts() {
        return Stream.of(
                Attack.chat("prompts of 5 MB", 4, () -> Chat.whole(Attack.MARK + " " + "word ".repeat(1_000_000))),
                Attack.chat("one word of 5 MB", 4, () -> Chat.whole(Attack.MARK + "x".repeat(5_000_000))));
    }

    private static Stream<Attack> answers() {
        return Stream.of(
                Attack.chat("an answer of calls that never close", 4, () -> tools(1, i -> "{\"type\":\"object\"}"))
                        .whenTheModelSays("<tool_call>{\"name\":\"f0\",\"arguments\":".repeat(5000))
                        .mustEndWith(200, 502),
                Attack.chat("an answer of braces", 4, () -> tools(1, i -> "{\"type\":\"object\"}"))
                        .whenTheModelSays("{".repeat(200_000))
                        .mustEndWith(200, 502));
    }

    /** Tools with these parameters. */
    private static String tools(int count, IntFunction<String> parameters) {
        return with("\"tools\":["
                + joined(
                        count,
                        i -> "{\"type\":\"function\",\"function\":{\"name\":\"f" + i + "\",\"parameters\":"
                                + parameters.apply(i) + "}}")
                + "]");
    }

    /** A small request with one more field. */
    private static String with(String field) {
        return Chat.whole(Attack.MARK).replaceFirst("^\\{", "").transform(rest -> "{" + field + "," + rest);
    }

    private static String messages(int count) {
        return "{\"model\":\"gpt-4o\",\"messages\":["
                + joined(count, i -> "{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"}") + "]}";
    }

    private static String parts(int count) {
        return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":["
                + joined(count, i -> "{\"type\":\"text\",\"text\":\"" + Attack.MARK + "\"}") + "]}]}";
    }

    private static String joined(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
    }

    private static byte[] zipped(int blanks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = " ".repeat(1 << 16).getBytes();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int written = 0; written < blanks; written += piece.length) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
