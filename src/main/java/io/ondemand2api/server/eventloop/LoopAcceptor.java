package io.ondemand2api.server.eventloop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each connection that the API port accepts to a loop that runs. Netty's own acceptor takes the loops in turn, and
 * a connection that meets one that stands would wait with it.
 */
final class LoopAcceptor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(LoopAcceptor.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final ServerBootstrap server;
    private final EventLoops loops;
    private final int port;
    private boolean warned;
    private long warnedAt;

    LoopAcceptor(ServerBootstrap server, EventLoops loops, int port) {
        this.server = server;
        this.loops = loops;
        this.port = port;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ApiLoop loop = ofTheApi(context.channel()) ? loops.choose() : null;
        if (loop == null || !(message instanceof Channel accepted)) {
            context.fireChannelRead(message);
            return;
        }
        accepted.pipeline().addLast(server.config().childHandler());
        server.config().childOptions().forEach((option, value) -> set(accepted, option, value));
        loop.connections().incrementAndGet();
        accepted.closeFuture().addListener(closed -> loop.connections().decrementAndGet());
        loop.loop().register(accepted).addListener(registered -> {
            if (!registered.isSuccess()) {
                accepted.unsafe().closeForcibly();
            }
        });
    }

    /**
     * Netty would warn of each connection that cannot be accepted, with a stack trace. No descriptor is free, most likely;
     * those who wait to be accepted wait on.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        long now = System.nanoTime();
        if (!warned || now - warnedAt > QUIET.toNanos()) {
            warned = true;
            warnedAt = now;
            LOG.warn("No more connections can be accepted at the moment: {}", cause.getMessage());
        }
        if (context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(
                            () -> context.channel().config().setAutoRead(true),
                            PAUSE.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private boolean ofTheApi(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress local && local.getPort() == port;
    }

    @SuppressWarnings("unchecked")
    private static void set(Channel channel, ChannelOption<?> option, Object value) {
        channel.config().setOption((ChannelOption<Object>) option, value);
    }
}
