package io.ondemand2api.server.eventloop;

/**
 * On what kind of thread requests run, and why not on an event loop where they do not.
 *
 * @param mode the kind of thread
 * @param reason one phrase, or null on event loops
 */
public record RequestExecution(Mode mode, String reason) {

    /** The kinds of threads, the fastest first. */
    public enum Mode {
        /** Virtual threads on the event loop of the client. */
        EVENT_LOOP,
        /** Virtual threads on the JVM's own carriers. */
        VIRTUAL_THREAD,
        /** A bounded pool of platform threads. */
        WORKER_POOL
    }

    /** What this JVM and the configuration allow. */
    public static RequestExecution current() {
        if (EventLoopThreads.available()) {
            return new RequestExecution(Mode.EVENT_LOOP, null);
        }
        Mode mode = VirtualThreadWorkers.available() ? Mode.VIRTUAL_THREAD : Mode.WORKER_POOL;
        return new RequestExecution(mode, EventLoopThreads.unavailability());
    }

    @Override
    public String toString() {
        String name = switch (mode) {
            case EVENT_LOOP -> "virtual threads on event loops";
            case VIRTUAL_THREAD -> "virtual threads";
            case WORKER_POOL -> "a bounded pool of threads";
        };
        return reason == null ? name : name + " and not on event loops: " + reason;
    }
}
