package io.ondemand2api.server.eventloop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A connection whose one end is read by an event loop, and whose other end a test writes to. */
final class ConnectedPair implements AutoCloseable {

    private final Socket near;
    private final Channel far;

    ConnectedPair(EventLoop loop, Runnable whenRead) throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            far = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                            whenRead.run();
                        }
                    })
                    .connect(server.getLocalSocketAddress())
                    .sync()
                    .channel();
            near = server.accept();
            near.setTcpNoDelay(true);
        }
    }

    /** Sends a byte, which is there for the loop when this returns. */
    void send() {
        try {
            near.getOutputStream().write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
