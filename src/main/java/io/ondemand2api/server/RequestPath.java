package io.ondemand2api.server;

import io.vertx.core.http.HttpServerRequest;

/** The path of a request as routes are found by it: base URLs that end in a slash, or in two, mean the same. */
final class RequestPath {

    private RequestPath() {}

    /** The path, still encoded, without empty segments and without a slash at its end; null when there is none. */
    static String of(HttpServerRequest request) {
        String path = request.path();
        return path == null || path.length() < 2 ? path : tidy(path);
    }

    /** False when the query cannot be decoded. The router adds the parts of the path to it, and has no answer of ours. */
    static boolean hasReadableQuery(HttpServerRequest request) {
        try {
            return request.query() == null || request.params() != null;
        } catch (IllegalArgumentException notEncoded) {
            return false;
        }
    }

    static String tidy(String path) {
        String single = path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
