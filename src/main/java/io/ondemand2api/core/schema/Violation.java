package io.ondemand2api.core.schema;

/**
 * One thing that does not fit.
 *
 * @param path where in the value, as a JSON pointer; empty for the whole
 * @param keyword the schema's keyword that it breaks, such as {@code type}; empty for {@link #UNCHECKED}
 * @param message what does not fit, in a few words
 */
public record Violation(String path, String keyword, String message) {

    /** The only violation of a value that could not be checked, since that would take too long. */
    public static final Violation UNCHECKED =
            new Violation("", "", "it cannot be checked against the schema: it is too deep or too long");

    @Override
    public String toString() {
        if (keyword.isEmpty()) {
            return message;
        }
        return (path.isEmpty() ? "the whole" : path) + ": " + message;
    }
}
