package io.ondemand2api.observation;

import java.util.regex.Pattern;

/** What a client wrote, made harmless: it must not be able to write a line of its own, nor pages. */
final class PlainText {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7E]");
    /** A path segment of this length is an id, or something that its sender did not mean to show. */
    private static final Pattern LONG_SEGMENT = Pattern.compile("[^/]{25,}");

    private static final int MAX_COUNT = 100;

    private PlainText() {}

    static String word(String text) {
        String word = UNPRINTABLE
                .matcher(text.length() > MAX_COUNT ? text.substring(0, MAX_COUNT) : text)
                .replaceAll("?");
        return word.isEmpty() ? "?" : word;
    }

    static String path(String path) {
        return word(LONG_SEGMENT.matcher(path).replaceAll("..."));
    }
}
