package io.ondemand2api.server.eventloop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * A socket that blocks like any other, while an event loop reads and writes its bytes: what arrives wakes the reader
 * without a poller in between. Made for threads that run on that loop, and right for every other.
 */
public final class EventLoopSocket extends Socket {

    private final EventLoop loop;
    private final ReceivedBytes received = new ReceivedBytes();
    private final OutputStream sent = new Sent();
    private volatile Channel channel;
    private Integer receiveBuffer;

    EventLoopSocket(EventLoop loop) throws SocketException {
        super((SocketImpl) null);
        this.loop = loop;
    }

    /** A socket on the loop of this thread; a plain one where this thread has none. */
    public static Socket create() throws SocketException {
        EventLoop loop = EventLoopThreads.current();
        return loop == null ? new Socket() : new EventLoopSocket(loop);
    }

    @Override
    public void connect(SocketAddress remote, int timeoutMillis) throws IOException {
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.SO_RCVBUF, receiveBuffer)
                .handler(received)
                .connect(remote);
        channel = connected.channel();
        await(connected);
    }

    private static void await(ChannelFuture done) throws IOException {
        Thread waiting = Thread.currentThread();
        done.addListener(any -> LockSupport.unpark(waiting));
        while (!done.isDone()) {
            LockSupport.park(done);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }
        Throwable cause = done.cause();
        if (cause instanceof ConnectTimeoutException) {
            throw new SocketTimeoutException("Connect timed out");
        }
        if (cause != null) {
            throw cause instanceof IOException broken ? broken : new IOException(cause);
        }
    }

    @Override
    public InputStream getInputStream() {
        return received.stream();
    }

    @Override
    public OutputStream getOutputStream() {
        return sent;
    }

    @Override
    public void close() {
        received.close();
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public boolean isClosed() {
        return received.closed();
    }

    @Override
    public boolean isConnected() {
        return channel != null;
    }

    @Override
    public boolean isBound() {
        return channel != null;
    }

    @Override
    public boolean isInputShutdown() {
        return isClosed();
    }

    @Override
    public boolean isOutputShutdown() {
        return isClosed();
    }

    /** Does nothing: who has read enough closes. */
    @Override
    public void shutdownInput() {}

    /** Does nothing: this side never half-closes. */
    @Override
    public void shutdownOutput() {}

    @Override
    public void setSoTimeout(int millis) {
        received.timeout(millis);
    }

    @Override
    public int getSoTimeout() {
        return received.timeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        option(ChannelOption.SO_LINGER, on ? seconds : -1);
    }

    /** Users of sockets expect an IOException where the peer has closed; Netty's is none. */
    private <T> void option(ChannelOption<T> option, T value) throws SocketException {
        if (channel == null) {
            return;
        }
        try {
            channel.config().setOption(option, value);
        } catch (ChannelException closed) {
            throw (SocketException) new SocketException("the connection is closed").initCause(closed);
        }
    }

    /** Always on. */
    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    /** Takes effect with the connection that follows. */
    @Override
    public void setReceiveBufferSize(int bytes) {
        receiveBuffer = bytes;
    }

    /** Has no meaning for a socket that connects from a port of the system's choice. */
    @Override
    public void setReuseAddress(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        option(ChannelOption.SO_KEEPALIVE, on);
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return channel == null ? null : channel.remoteAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return channel == null ? null : channel.localAddress();
    }

    @Override
    public InetAddress getInetAddress() {
        return getRemoteSocketAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    }

    @Override
    public int getPort() {
        return getRemoteSocketAddress() instanceof InetSocketAddress remote ? remote.getPort() : 0;
    }

    @Override
    public int getLocalPort() {
        return getLocalSocketAddress() instanceof InetSocketAddress local ? local.getPort() : -1;
    }

    private final class Sent extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (isClosed()) {
                throw new SocketException("Socket closed");
            }
            // the caller fills its array anew as soon as this returns
            ChannelFuture written =
                    channel.writeAndFlush(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, offset, offset + count)));
            if (!channel.isWritable() || written.isDone()) {
                await(written);
            }
        }
    }
}
