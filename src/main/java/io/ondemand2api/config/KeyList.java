package io.ondemand2api.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Reads lists of keys. Every problem names where the list came from, and none repeats a key. */
final class KeyList {

    private KeyList() {}

    /**
     * Keys separated by commas; none when the text is blank.
     *
     * @param source where the text came from, in the operator's words
     * @throws ConfigurationException when it holds what cannot be a key
     */
    static List<String> parse(String text, String source) {
        return text.isBlank() ? List.of() : checked(split(text), source);
    }

    /**
     * Keys of a file: one on each line or several separated by commas. Blank lines, and those that start with #, do
     * not count.
     *
     * @throws ConfigurationException when there is none, or what cannot be a key
     */
    static List<String> parseFile(String text, String source) {
        List<String> keys = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .flatMap(line -> split(line).stream())
                .toList();
        if (keys.isEmpty()) {
            throw new ConfigurationException(source + " holds no key: write one on each line.");
        }
        return checked(keys, source);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static List<String> checked(List<String> keys, String source) {
        if (keys.stream().anyMatch(String::isEmpty)) {
            throw new ConfigurationException(
                    source + " holds an empty key: separate keys by single commas, without one at the end.");
        }
        if (new HashSet<>(keys).size() != keys.size()) {
            throw new ConfigurationException(source + " holds the same key twice: name each once.");
        }
        if (keys.stream().anyMatch(key -> !key.matches("[\\x21-\\x7E]+"))) {
            throw new ConfigurationException(
                    source + " holds a key with blanks or characters beyond ASCII, which no header can carry.");
        }
        return keys;
    }
}
