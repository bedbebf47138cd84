package io.ondemand2api.server;

/**
 * Whether the gateway still takes requests. Once it is leaving, every answer asks its client to come back on another
 * connection; once it is closed, every request but the health page is refused on entry. It never opens again.
 */
public final class AdmissionGate {

    private volatile boolean leaving;
    private volatile boolean closed;

    /** From now on clients are asked to go elsewhere, but still served. */
    public void leave() {
        leaving = true;
    }

    /** From now on every request but the health page is refused. */
    public void close() {
        leaving = true;
        closed = true;
    }

    /** True from {@link #leave()} on. */
    public boolean leaving() {
        return leaving;
    }

    /** True from {@link #close()} on. */
    public boolean closed() {
        return closed;
    }
}
