package io.ondemand2api.server;

/** Is told of every request that is refused before a route takes it. Called on the server's own thread: never waits. */
public interface RefusalListener {

    /**
     * A request was refused.
     *
     * @param requestId by which client and operator know it
     * @param method the HTTP method
     * @param path as the client wrote it, without its query
     * @param status the HTTP status of the answer
     * @param errorType what was wrong, in one word
     * @param nanos how long that took
     */
    void refused(String requestId, String method, String path, int status, String errorType, long nanos);
}
