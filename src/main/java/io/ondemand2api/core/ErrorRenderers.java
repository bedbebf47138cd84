package io.ondemand2api.core;

import java.util.Map;

/**
 * Finds who writes the errors of a path: the dialect that the path belongs to, also for requests that no route takes.
 *
 * @param usual for every other path, and for requests whose path is not known
 * @param byPrefix the dialects of these paths and of all paths below them
 */
public record ErrorRenderers(ErrorRenderer usual, Map<String, ErrorRenderer> byPrefix) {

    public ErrorRenderers {
        byPrefix = Map.copyOf(byPrefix);
    }

    /**
     * The renderer for a path.
     *
     * @param path without its query; may be null
     */
    public ErrorRenderer of(String path) {
        if (path != null) {
            for (Map.Entry<String, ErrorRenderer> dialect : byPrefix.entrySet()) {
                if (path.equals(dialect.getKey()) || path.startsWith(dialect.getKey() + "/")) {
                    return dialect.getValue();
                }
            }
        }
        return usual;
    }
}
