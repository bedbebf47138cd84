package io.ondemand2api.responses;

import io.ondemand2api.core.ResponseChannel;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a response is written to that is made in the background. A client that reads along may leave at any time; one that
 * reads slowly counts as gone after the same time as any other.
 */
final class DetachedChannel implements ResponseChannel {

    private final DetachedResponse response;
    private final ResponseChannel client;
    private volatile long lastWrite = System.nanoTime();

    /** @param client reads along unless its answer has ended */
    DetachedChannel(DetachedResponse response, ResponseChannel client) {
        this.response = response;
        this.client = client;
    }

    @Override
    public void whenClosed(Runnable action) {
        response.whenCancelled(action);
    }

    @Override
    public boolean closed() {
        return response.cancelled();
    }

    @Override
    public boolean waiting() {
        return client.waiting();
    }

    @Override
    public long lastWrite() {
        return lastWrite;
    }

    @Override
    public String requestId() {
        return client.requestId();
    }

    /** It has begun when the client was told. */
    @Override
    public void beginStream(Map<String, String> headers) {}

    @Override
    public boolean write(byte[] bytes) {
        lastWrite = System.nanoTime();
        boolean wanted = response.write(bytes);
        if (wanted) {
            client.write(bytes);
        }
        return wanted;
    }

    /** An event has a number: while a client lags behind, none is made that this client would miss. */
    @Override
    public boolean writeUnlessBusy(Supplier<byte[]> bytes) {
        if (client.waiting()) {
            return false;
        }
        byte[] event = bytes.get();
        lastWrite = System.nanoTime();
        boolean wanted = response.write(event);
        return wanted && client.writeUnlessBusy(() -> event);
    }

    @Override
    public void endStream(byte[] bytes) {
        boolean wanted = bytes != null && bytes.length > 0 && response.write(bytes);
        response.end();
        client.endStream(wanted ? bytes : null);
    }

    /** The client was told already that the response is under way. */
    @Override
    public boolean answer(int status, Map<String, String> headers, byte[] body) {
        return false;
    }
}
