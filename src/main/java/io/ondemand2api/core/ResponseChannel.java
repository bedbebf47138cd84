package io.ondemand2api.core;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the response to one request goes: the client's connection, or what stands for it when the answer is made without
 * one. Every method may be called by the thread that works on the answer and by the timer that keeps it alive.
 */
public interface ResponseChannel {

    /** Calls this once when the answer is no longer wanted before it has ended; at once when that is so already. */
    void whenClosed(Runnable action);

    /** True once the answer is no longer wanted. */
    boolean closed();

    /** True while a write waits for a client that reads slowly. */
    boolean waiting();

    /** When the last bytes were written, by {@link System#nanoTime()}. */
    long lastWrite();

    /** The request's id, which every answer bears. */
    String requestId();

    /** Sets status and headers of a stream, which leave with the first write. Does nothing once they have. */
    void beginStream(Map<String, String> headers);

    /**
     * Writes a piece of a stream and waits until the client keeps up.
     *
     * @return false when no more of it is wanted
     */
    boolean write(byte[] bytes);

    /**
     * Writes a piece of a stream from a thread that must not wait; leaves it out while the client lags behind.
     *
     * @param bytes asked for the piece only when it is written
     * @return false when it was left out
     */
    boolean writeUnlessBusy(Supplier<byte[]> bytes);

    /** Writes the last piece of a stream and ends it; null when there is nothing more to write. */
    void endStream(byte[] bytes);

    /**
     * Gives a whole answer.
     *
     * @return false when one has begun already
     */
    boolean answer(int status, Map<String, String> headers, byte[] body);
}
