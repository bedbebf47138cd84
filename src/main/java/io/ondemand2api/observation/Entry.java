package io.ondemand2api.observation;

/**
 * Where a request came in.
 *
 * @param method the HTTP method
 * @param route the id of the route that took it
 * @param path the path of that route, not the one that the client wrote
 * @param operation OpenTelemetry's name for what is asked of the model, such as {@code chat}; null when nothing is
 */
public record Entry(String method, String route, String path, String operation) {

    /** The same entry, of which it has turned out what is asked of the model. */
    public Entry asking(String found) {
        return new Entry(method, route, path, found);
    }
}
