package io.ondemand2api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A code block of a document.
 *
 * @param document where it stands
 * @param line the number of its first line
 * @param language what stands behind its opening fence; perhaps empty
 * @param notRun why no test runs it, as the comment before it says; null when one must
 * @param text without the fences
 */
public record DocumentBlock(Path document, long line, String language, String notRun, String text) {

    private static final Pattern BLOCK = Pattern.compile(
            "(?:^<!-- not run: ([^\\n]+?) -->\\n\\s*)?^ *```(\\w*)\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** What a test does with a block. */
    public enum Kind {
        /** A request, which is sent. */
        CURL,
        /** What the request before it is answered with. */
        ANSWER,
        /** What the request before it is answered with when it asks for a stream. */
        STREAM,
        /** A line of the log of a start without keys. */
        LOG,
        /** A command with what it prints. */
        CONSOLE,
        /** Steps of a route. */
        STEPS,
        /** A drawing. */
        DRAWING,
        /** Settings or a program of a client, which runs by them. */
        GUIDE,
        /** No test knows what to do with it. */
        UNKNOWN
    }

    /** All documents that people read. */
    public static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : new String[] {".", "docs", "docs/adr", "docs/clients", "deploy", "bench"}) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    /** The blocks of all documents, in their order. */
    public static List<DocumentBlock> all() throws IOException {
        List<DocumentBlock> blocks = new ArrayList<>();
        for (Path document : documents()) {
            String content = Files.readString(document);
            Matcher block = BLOCK.matcher(content);
            while (block.find()) {
                long line = 1 + content.substring(0, block.start(3)).lines().count();
                blocks.add(new DocumentBlock(document, line, block.group(2), block.group(1), block.group(3)));
            }
        }
        return blocks;
    }

    /** What it is. */
    public Kind kind() {
        if (language.equals("text")) {
            return Kind.DRAWING;
        }
        if (document.getParent().endsWith("clients") && !language.isEmpty()) {
            return Kind.GUIDE;
        }
        if (language.equals("json")) {
            return Kind.ANSWER;
        }
        if (language.equals("yaml")) {
            return Kind.STEPS;
        }
        if (!language.isEmpty()) {
            return Kind.UNKNOWN;
        }
        if (text.startsWith("curl ")) {
            return Kind.CURL;
        }
        if (text.startsWith("data: ")) {
            return Kind.STREAM;
        }
        if (text.startsWith("$ ")) {
            return Kind.CONSOLE;
        }
        return text.startsWith("INFO  ") ? Kind.LOG : Kind.UNKNOWN;
    }

    @Override
    public String toString() {
        return document.normalize() + ", line " + line;
    }
}
