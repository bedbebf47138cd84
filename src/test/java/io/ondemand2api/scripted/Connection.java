package io.ondemand2api.scripted;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One accepted socket. Its one trick: every wait between two writes is a read with a time limit, so that a client that
 * leaves ends the wait at once. Bytes of a next request that come meanwhile are kept.
 */
final class Connection implements Closeable {

    private static final int IDLE_LIMIT_MILLIS = 120_000;
    private static final long MAX_READ_MILLIS = 3_600_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private int requests;
    private boolean closesUnderNextRequest;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The next byte, or -1 when the client closed its side or was idle for 120 s. */
    int read() throws IOException {
        if (start == end && !fill()) {
            return -1;
        }
        return buffer[start++] & 0xff;
    }

    /** Reads up to {@code count} bytes; -1 as {@link #read()}. */
    int read(byte[] target, int offset, int count) throws IOException {
        if (start == end && !fill()) {
            return -1;
        }
        int taken = Math.min(count, end - start);
        System.arraycopy(buffer, start, target, offset, taken);
        start += taken;
        return taken;
    }

    private boolean fill() throws IOException {
        start = 0;
        end = 0;
        socket.setSoTimeout(IDLE_LIMIT_MILLIS);
        try {
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        } catch (SocketTimeoutException idle) {
            return false;
        }
        return end > 0;
    }

    /** Sends these bytes by one call and waits for nothing. */
    void write(byte[] bytes, int offset, int count) throws ClientLeftException {
        try {
            out.write(bytes, offset, count);
            out.flush();
        } catch (IOException e) {
            throw new ClientLeftException(e);
        }
    }

    void write(byte[] bytes) throws ClientLeftException {
        write(bytes, 0, bytes.length);
    }

    /** Waits this long, or until the client leaves, which it reports at once. */
    void pause(Duration time) throws ClientLeftException {
        long until = System.nanoTime() + time.toNanos();
        long left = until - System.nanoTime();
        while (left > 0) {
            pauseOnce(left);
            left = until - System.nanoTime();
        }
    }

    private void pauseOnce(long nanos) throws ClientLeftException {
        compact();
        long millis = Math.min(nanos / NANOS_PER_MILLI, MAX_READ_MILLIS);
        if (millis == 0) {
            LockSupport.parkNanos(nanos);
        } else if (end == buffer.length) {
            // a client that sends this much ahead cannot be watched, only waited for
            LockSupport.parkNanos(Math.min(nanos, 20 * NANOS_PER_MILLI));
        } else {
            watch((int) millis);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ClientLeftException(null);
        }
    }

    private void watch(int millis) throws ClientLeftException {
        try {
            socket.setSoTimeout(millis);
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                throw new ClientLeftException(null);
            }
            end += count;
        } catch (SocketTimeoutException stillThere) {
            return;
        } catch (ClientLeftException e) {
            throw e;
        } catch (IOException e) {
            throw new ClientLeftException(e);
        }
    }

    private void compact() {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
    }

    /** Counts one more request and gives its number on this connection, from 1. */
    int nextRequest() {
        return ++requests;
    }

    /** Asks that the next request be read and then answered by closing, as a stale kept-alive connection does. */
    void closeUnderNextRequest() {
        closesUnderNextRequest = true;
    }

    boolean closesUnderNextRequest() {
        return closesUnderNextRequest;
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** Closes after the client has had up to a second to read what was sent, though it may still be sending itself. */
    void closeGently() throws IOException {
        socket.shutdownOutput();
        long until = System.nanoTime() + 1000 * NANOS_PER_MILLI;
        socket.setSoTimeout(100);
        while (System.nanoTime() < until && in.read(buffer) >= 0) {
            // read and thrown away: bytes left unread would turn the close into a reset
        }
        close();
    }

    /** Closes with a TCP RST instead of a FIN. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyGone) {
            // then there is nothing left to reset
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // closed is what was asked for
        }
    }
}
