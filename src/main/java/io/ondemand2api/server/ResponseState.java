package io.ondemand2api.server;

/**
 * How far the response to one client is: begun, ended with its answer, or given up because its client is gone. Guarded by
 * the lock of its {@link ClientConnection}; {@link #closed} may be read without it.
 */
final class ResponseState {

    private boolean committed;
    private boolean ended;
    private volatile boolean closed;
    private Runnable whenClosed = () -> {};
    private Runnable whenDone = () -> {};

    /**
     * Remembers what is done when the client leaves before its answer has ended.
     *
     * @return true when it already has, so that the caller has to do it
     */
    boolean whenClosed(Runnable action) {
        whenClosed = action;
        return closed && !ended;
    }

    /** Does this once its answer has ended or the client has left; at once when it has already. */
    void whenDone(Runnable action) {
        whenDone = action;
        if (ended || closed) {
            action.run();
        }
    }

    /** Status and headers are set. */
    void commit() {
        committed = true;
    }

    boolean committed() {
        return committed;
    }

    /** True once an answer, or its beginning, was given. */
    boolean answered() {
        return committed || ended;
    }

    /** True while more can be written. */
    boolean open() {
        return !ended && !closed;
    }

    /** The answer has ended. */
    void end() {
        ended = true;
        whenDone.run();
    }

    boolean closed() {
        return closed;
    }

    /**
     * The client is gone, or counts as gone.
     *
     * @return what is to be done because of it, without the lock
     */
    Runnable close() {
        closed = true;
        whenDone.run();
        return ended ? () -> {} : whenClosed;
    }
}
