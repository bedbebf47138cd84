package io.ondemand2api.server.eventloop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The bytes that an event loop has read from a connection and one thread has not taken yet. The loop never waits for
 * anything here: it may be the one that runs the reader.
 */
public final class ReceivedBytes extends SimpleChannelInboundHandler<ByteBuf> {

    /** Beyond so many unread bytes the loop stops reading, until half of them are taken. */
    public static final int MAX_UNREAD = 64 * 1024;

    /**
     * After so many bytes without a wait the reader lets its event loop do everything else first: a thread that always
     * has something to read would keep it from all others.
     */
    private static final int MAX_TURN = 16 * 1024;

    private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    private final Stream stream = new Stream();
    private volatile Thread reader;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile IOException broken;
    private volatile int timeoutMillis;
    private volatile ChannelConfig connection;
    private byte[] piece = {};
    private int taken;
    private int takenInTurn;

    public InputStream stream() {
        return stream;
    }

    public boolean closed() {
        return closed;
    }

    public void timeout(int millis) {
        timeoutMillis = millis;
    }

    public int timeout() {
        return timeoutMillis;
    }

    /** Ends a reader that waits; what was not taken is forgotten. */
    public void close() {
        closed = true;
        wake();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = context.channel().config();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        if (closed) {
            return;
        }
        byte[] copy = ByteBufUtil.getBytes(bytes);
        boolean tooMany = unread.addAndGet(copy.length) > MAX_UNREAD;
        pieces.add(copy);
        if (tooMany) {
            connection.setAutoRead(false);
            // the reader may have taken everything meanwhile, and would wait for ever
            readOn();
        }
        wake();
    }

    private void readOn() {
        if (unread.get() <= MAX_UNREAD / 2 && !connection.isAutoRead()) {
            connection.setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        wake();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = cause instanceof IOException known ? known : new IOException(cause);
        context.close();
        wake();
    }

    private void wake() {
        Thread waiting = reader;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    private boolean nothingToSay() {
        return pieces.isEmpty() && !ended && !closed && broken == null;
    }

    private void await() throws IOException {
        if (!nothingToSay()) {
            return;
        }
        int millis = timeoutMillis;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        reader = Thread.currentThread();
        takenInTurn = 0;
        try {
            while (nothingToSay()) {
                if (millis == 0) {
                    LockSupport.park(this);
                } else if (deadline - System.nanoTime() > 0) {
                    LockSupport.parkNanos(this, deadline - System.nanoTime());
                } else {
                    throw new SocketTimeoutException("Read timed out");
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
            }
        } finally {
            reader = null;
        }
    }

    private int take(byte[] into, int offset, int most) throws IOException {
        if (takenInTurn >= MAX_TURN) {
            takenInTurn = 0;
            EventLoopThreads.begin();
        }
        if (taken == piece.length) {
            await();
            byte[] next = closed ? null : pieces.poll();
            if (next == null) {
                return end();
            }
            piece = next;
            taken = 0;
        } else if (closed) {
            return end();
        }
        int count = Math.min(most, piece.length - taken);
        System.arraycopy(piece, taken, into, offset, count);
        taken += count;
        takenInTurn += count;
        unread.addAndGet(-count);
        readOn();
        return count;
    }

    private int end() throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (broken != null) {
            throw broken;
        }
        return -1;
    }

    private final class Stream extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int most) throws IOException {
            return most == 0 ? 0 : take(into, offset, most);
        }

        @Override
        public int available() {
            return closed ? 0 : unread.get();
        }
    }
}
