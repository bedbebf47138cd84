package io.ondemand2api.completion;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.answer.AnswerPart;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The response as it leaves: the parts of an answer are rendered, held until the next write, and written all at once.
 * Nothing is committed to the client before the first part. Used by one thread at a time, but for {@link #keepAlive}, which
 * the timer calls: as some dialects number their events, only one thread renders.
 */
final class ResponseStream {

    /** A smaller write is not counted: while it waits for its client it holds no more than many other things. */
    private static final int SMALL_WRITE = 16 * 1024;

    private final ResponseChannel client;
    private final Supplier<ResponseRenderer> renderers;
    private final Map<String, String> headers;
    private final MemoryShare memory;
    private final ByteSink sink = new ByteSink(1024);
    private final ReentrantLock rendering = new ReentrantLock();
    private ResponseRenderer renderer;
    private boolean begun;
    private boolean closed;
    private long firstPartAt;
    private volatile int keepAlives;

    /**
     * @param renderers gives a fresh renderer for each attempt
     * @param headers of the response
     * @param memory counts what waits for a client that reads slowly
     */
    ResponseStream(
            ResponseChannel client,
            Supplier<ResponseRenderer> renderers,
            Map<String, String> headers,
            MemoryShare memory) {
        this.client = client;
        this.renderers = renderers;
        this.headers = headers;
        this.memory = memory;
        restart();
    }

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        rendering.lock();
        try {
            renderer = renderers.get();
            sink.drain();
            begun = false;
        } finally {
            rendering.unlock();
        }
    }

    /** True when the client reads the parts as they come. */
    boolean streaming() {
        return renderer.streaming();
    }

    /** True when the renderer keeps the words of the answer until its end. */
    boolean keepsAnswer() {
        return renderer.keepsAnswer();
    }

    /** True once parts have left for the client, after which no other attempt may be made. */
    boolean committed() {
        return begun && renderer.streaming();
    }

    /** True when another answer follows in the same response. */
    boolean moreToFollow() {
        return renderer.moreToFollow();
    }

    /** When the first part came, by {@link System#nanoTime()}; 0 while none has. */
    long firstPartAt() {
        return firstPartAt;
    }

    /** How many keep-alives were sent to the client. */
    int keepAlives() {
        return keepAlives;
    }

    /** Renders one part; it leaves with the next {@link #flush}. */
    void part(AnswerPart part) {
        rendering.lock();
        try {
            if (!begun) {
                begun = true;
                firstPartAt = System.nanoTime();
                renderer.begin(sink);
            }
            renderer.write(part, sink);
        } finally {
            rendering.unlock();
        }
    }

    /**
     * Writes what is held, if the client reads the parts as they come.
     *
     * @return false when the client is gone
     * @throws GatewayException when there is no room for so much
     */
    boolean flush() throws GatewayException {
        if (sink.isEmpty() || !renderer.streaming()) {
            return true;
        }
        client.beginStream(headers);
        // once in the sink, once as it is written, once as a chunk of HTTP
        long bytes = 3L * sink.length();
        boolean small = bytes <= SMALL_WRITE;
        if (!small) {
            memory.take(bytes);
        }
        boolean written = write();
        if (!small) {
            memory.giveBack(bytes);
        }
        return written;
    }

    private boolean write() {
        rendering.lock();
        try {
            return client.write(sink.drain());
        } finally {
            rendering.unlock();
        }
    }

    /** Ends the answer, and the response with it unless another answer follows. */
    void end(boolean usageEstimated) {
        if (renderer.streaming()) {
            client.beginStream(headers);
            if (renderer.moreToFollow()) {
                write();
            } else {
                endStream();
            }
        } else if (!renderer.moreToFollow()) {
            if (usageEstimated) {
                headers.put(CompletionOutcome.USAGE_HEADER, CompletionOutcome.ESTIMATED);
            }
            client.answer(200, headers, sink.drain());
        }
    }

    /** Ends a stream that has begun with the failure it ended by: its status has left already. */
    void fail(GatewayException failure) {
        rendering.lock();
        try {
            sink.drain();
            renderer.fail(failure, sink);
            endStream();
        } finally {
            rendering.unlock();
        }
    }

    private void endStream() {
        rendering.lock();
        try {
            closed = true;
            client.endStream(sink.drain());
        } finally {
            rendering.unlock();
        }
    }

    /** Keeps the connection of a streaming client alive that has heard nothing for so many nanoseconds. Never waits. */
    void keepAlive(long now, long silence) {
        if (now - client.lastWrite() <= silence || !rendering.tryLock()) {
            return;
        }
        try {
            // what is rendered and not yet written has its place before a keep-alive
            if (renderer.streaming() && sink.isEmpty() && !closed) {
                client.beginStream(headers);
                if (client.writeUnlessBusy(this::keepAliveFrame)) {
                    keepAlives++;
                }
            }
        } finally {
            rendering.unlock();
        }
    }

    private byte[] keepAliveFrame() {
        ByteSink frame = new ByteSink(256);
        renderer.keepAlive(frame);
        return frame.drain();
    }
}
