package io.ondemand2api.server.eventloop;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoop;
import io.netty.channel.nio.NioTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * A pipe that an event loop reads beside its connections, and that a test writes to. What is written to a pipe is there
 * at once; on a machine at its limits a byte that is sent through a connection may come after the loop's next look.
 */
final class WatchedPipe implements AutoCloseable {

    private final Pipe pipe = Pipe.open();

    WatchedPipe(EventLoop loop, Runnable whenRead) throws Exception {
        pipe.source().configureBlocking(false);
        ((NioEventLoop) loop).register(pipe.source(), SelectionKey.OP_READ, new NioTask<SelectableChannel>() {
            @Override
            public void channelReady(SelectableChannel channel, SelectionKey key) throws Exception {
                // the end of the pipe, when it is closed, is readable, too
                if (pipe.source().read(ByteBuffer.allocate(1)) > 0) {
                    whenRead.run();
                }
            }

            @Override
            public void channelUnregistered(SelectableChannel channel, Throwable cause) {}
        });
    }

    /** Writes a byte, which is there for the loop when this returns. */
    void send() {
        try {
            pipe.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }
}
