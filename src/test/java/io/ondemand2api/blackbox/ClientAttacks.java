package io.ondemand2api.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What one client with a valid key may think of. */
final class ClientAttacks {

    private ClientAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(SchemaAttacks.all(), bodies(), texts(), answers()).flatMap(attacks -> attacks);
    }

    private static Stream<Attack> bodies() {
        return Stream.of(
                Attack.chat("a body of brackets", 6, () -> "[".repeat(5_000_000))
                        .mustEndWith(400, 413, 503),
                Attack.chat("a number of a million digits", 6, () -> with("\"seed\":" + "9".repeat(1_000_000)))
                        .mustEndWith(400, 413, 503),
                Attack.chat("a name of 5 MB", 6, () -> with("\"" + "n".repeat(5_000_000) + "\":1")),
                Attack.chat(
                        "an unknown field of 395,000 objects",
                        6,
                        () -> with("\"x\":[" + joined(395_000, i -> "{\"\":{}}") + "]")),
                Attack.chat(
                                "metadata of 395,000 objects",
                                6,
                                () -> with("\"metadata\":{" + joined(395_000, i -> "\"\":{}") + "}"))
                        .mustEndWith(400, 413, 503),
                Attack.chat("100,000 messages", 4, () -> messages(100_000)),
                Attack.chat("PDF files of 10 MB", 4, () -> pdf(10 << 20)),
                Attack.chat("PDF files that are too large", 4, () -> pdf((10 << 20) + 1))
                        .mustEndWith(400, 413, 503),
                Attack.chat("a message of 100,000 parts", 4, () -> parts(100_000)),
                Attack.chat(
                                "100,000 texts to stop at",
                                4,
                                () -> with("\"stop\":[" + joined(100_000, n -> "\"s\"") + "]"))
                        .mustEndWith(400, 413, 503),
                Attack.chat("bodies that unfold a thousand times", 6, () -> "")
                        .withHeaders("Content-Encoding: gzip\r\n")
                        .withBytes(() -> zipped(1 << 30))
                        .mustEndWith(413, 503));
    }

    private static Stream<Attack> texts() {
        return Stream.of(
                Attack.chat("prompts of 5 MB", 4, () -> Chat.whole(Attack.MARK + " " + "word ".repeat(1_000_000))),
                Attack.chat(
                        "prompts of 19 MB with a stop",
                        2,
                        () -> with("\"stop\":[\"harm\"]")
                                .replace(Attack.MARK, Attack.MARK + " word".repeat(3_800_000))),
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
    static String tools(int count, IntFunction<String> parameters) {
        return with("\"tools\":["
                + joined(
                        count,
                        i -> "{\"type\":\"function\",\"function\":{\"name\":\"f" + i + "\",\"parameters\":"
                                + parameters.apply(i) + "}}")
                + "]");
    }

    /** A small request with one more field. */
    static String with(String field) {
        return "{" + field + "," + Chat.whole(Attack.MARK).substring(1);
    }

    private static String messages(int count) {
        return "{\"model\":\"gpt-4o\",\"messages\":["
                + joined(count, i -> "{\"role\":\"user\",\"content\":\"" + Attack.MARK + "\"}") + "]}";
    }

    private static String parts(int count) {
        return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":["
                + joined(count, i -> "{\"type\":\"text\",\"text\":\"" + Attack.MARK + "\"}") + "]}]}";
    }

    private static String pdf(int bytes) {
        byte[] file = Arrays.copyOf(FileRequests.PDF, bytes);
        return FileRequests.ask(FileRequests.text(Attack.MARK), FileRequests.file("a.pdf", "application/pdf", file));
    }

    static String joined(int count, IntFunction<String> each) {
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
