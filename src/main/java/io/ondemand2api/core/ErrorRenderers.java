package io.ondemand2api.core;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds who writes the errors of a request: the dialect that its path belongs to, also for requests that no route takes.
 *
 * @param usual for every other path, and for requests whose path is not known
 * @param byPrefix the dialects of these paths and of all paths below them
 * @param byHeader the dialects of clients that send these headers, where the path is no dialect's own
 */
public record ErrorRenderers(
        ErrorRenderer usual, Map<String, ErrorRenderer> byPrefix, Map<String, ErrorRenderer> byHeader) {

    public ErrorRenderers {
        byPrefix = Map.copyOf(byPrefix);
        byHeader = Map.copyOf(byHeader);
    }

    /**
     * The renderer for a path.
     *
     * @param path without its query; may be null
     */
    public ErrorRenderer of(String path) {
        return of(path, header -> false);
    }

    /**
     * The renderer for a request.
     *
     * @param path without its query; may be null
     * @param sends whether the client sends a header of this name
     */
    public ErrorRenderer of(String path, Predicate<String> sends) {
        if (path != null) {
            for (Map.Entry<String, ErrorRenderer> dialect : byPrefix.entrySet()) {
                if (path.equals(dialect.getKey()) || path.startsWith(dialect.getKey() + "/")) {
                    return dialect.getValue();
                }
            }
        }
        for (Map.Entry<String, ErrorRenderer> dialect : byHeader.entrySet()) {
            if (sends.test(dialect.getKey())) {
                return dialect.getValue();
            }
        }
        return usual;
    }
}
