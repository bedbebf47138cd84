package io.ondemand2api.server;

import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One response to one client. Two threads write to it: the one that works on the answer and the timer that keeps it
 * alive; every method may be called by either. Writing waits while the client reads slowly, and stops for one that is
 * gone.
 */
public final class ClientConnection implements ResponseChannel {

    /** Of a whole answer so many bytes are written before the client has read those before them. */
    private static final int PIECE = 64 * 1024;

    private final HttpServerResponse response;
    private final Runnable cutOff;
    private final ReentrantLock lock = new ReentrantLock();
    private final WriteBackpressure backpressure;

    private final ResponseState state = new ResponseState();
    private volatile long lastWrite;

    /**
     * @param cutOff breaks the answer off, so that nothing more of it can arrive
     * @param patience how long a write waits for a client that reads slowly, before it counts as gone
     */
    ClientConnection(HttpServerResponse response, Runnable cutOff, Duration patience) {
        this.response = response;
        this.cutOff = cutOff;
        this.backpressure = new WriteBackpressure(response, lock, patience);
        this.lastWrite = System.nanoTime();
        response.exceptionHandler(broken -> EventLoopThreads.offLoop(this::broke));
        response.closeHandler(gone -> EventLoopThreads.offLoop(this::left));
        if (response.closed()) {
            left();
        }
    }

    @Override
    public void whenClosed(Runnable action) {
        boolean late;
        lock.lock();
        try {
            late = state.whenClosed(action);
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
    }

    /** Calls this once its answer has ended or the client has left; at once when it has already. Must not wait. */
    void whenDone(Runnable action) {
        lock.lock();
        try {
            state.whenDone(action);
        } finally {
            lock.unlock();
        }
    }

    /** Its connection is not closed yet, and must not take the end of an answer that was cut. */
    private void broke() {
        cutOff.run();
        left();
    }

    private void left() {
        Runnable action;
        lock.lock();
        try {
            if (state.closed()) {
                return;
            }
            action = state.close();
            abandon();
            backpressure.signal();
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** So it is once the client has gone, or reads so slowly that it counts as gone. */
    @Override
    public boolean closed() {
        return state.closed();
    }

    @Override
    public boolean waiting() {
        return backpressure.waiting();
    }

    /** True once an answer, or its beginning, has been given to this connection. */
    boolean answered() {
        lock.lock();
        try {
            return state.answered();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long lastWrite() {
        return lastWrite;
    }

    @Override
    public String requestId() {
        return response.headers().get(StandardHeaders.REQUEST_ID);
    }

    @Override
    public void beginStream(Map<String, String> headers) {
        lock.lock();
        try {
            if (!state.answered() && !state.closed()) {
                state.commit();
                response.setStatusCode(200);
                headers.forEach(response::putHeader);
                response.setChunked(true);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean write(byte[] bytes) {
        lock.lock();
        try {
            if (!state.open()) {
                return false;
            }
            Future<Void> written = response.write(Buffer.buffer(bytes));
            lastWrite = System.nanoTime();
            backpressure.written(written, bytes.length);
            return keepsUp();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean writeUnlessBusy(Supplier<byte[]> bytes) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (state.open() && !backpressure.waiting() && !response.writeQueueFull()) {
                response.write(Buffer.buffer(bytes.get()));
                lastWrite = System.nanoTime();
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean keepsUp() {
        backpressure.await(state::closed);
        if (backpressure.lagsBehind() && !state.closed()) {
            // the thread that writes learns it from the result
            state.close();
            cutOff.run();
            abandon();
        }
        return !state.closed();
    }

    /**
     * No client waits for this stream any more. Camel would write an answer of its own behind it if it were not ended.
     * An answer that Camel itself writes is left to it: it does not expect other code to end that.
     */
    private void abandon() {
        if (state.committed() && !response.ended()) {
            response.end();
        }
    }

    /** Frees the connection, too. */
    @Override
    public void endStream(byte[] bytes) {
        lock.lock();
        try {
            if (state.open()) {
                state.end();
                if (bytes == null || bytes.length == 0) {
                    response.end();
                } else {
                    response.end(Buffer.buffer(bytes));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A large one leaves piece by piece as the client reads it. */
    @Override
    public boolean answer(int status, Map<String, String> headers, byte[] body) {
        lock.lock();
        try {
            if (state.answered()) {
                return false;
            }
            if (!state.closed()) {
                state.commit();
                response.setStatusCode(status);
                headers.forEach(response::putHeader);
                // Vert.x says nothing of the length of what it leaves out in an answer to HEAD
                response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
                int from = 0;
                for (; body.length - from > PIECE && state.open(); from += PIECE) {
                    write(Arrays.copyOfRange(body, from, from + PIECE));
                }
                endStream(Arrays.copyOfRange(body, from, body.length));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
