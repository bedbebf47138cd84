package io.ondemand2api.server.eventloop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.ServerLimits;
import io.ondemand2api.server.eventloop.connection.RequestGuard;
import io.ondemand2api.server.eventloop.connection.ServerPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.impl.ServerID;
import io.vertx.core.net.impl.TCPServerBase;
import io.vertx.core.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Vert.x whose servers have limits. Its last event loop is that of the management port, so that health can be told
 * while the others stand; the rest are those of the API port.
 */
public final class LimitedVertx extends VertxWrapper {

    private final ServerLimits limits;
    private final ErrorResponses errors;
    private final Transport transport;
    private final int apiPort;
    private final List<ContextInternal> api;
    private final List<ContextInternal> management;

    /** @param plain makes the servers */
    public LimitedVertx(Vertx plain, ServerLimits limits, EventLoops loops, int apiPort, ErrorResponses errors) {
        this((VertxInternal) plain, limits, loops, apiPort, errors);
    }

    private LimitedVertx(
            VertxInternal plain, ServerLimits limits, EventLoops loops, int apiPort, ErrorResponses errors) {
        super(plain);
        this.limits = limits;
        this.apiPort = apiPort;
        this.errors = errors;
        this.transport = new SpreadTransport(plain.transport(), loops, apiPort);
        List<EventLoop> all = new ArrayList<>();
        for (EventExecutor loop : plain.getEventLoopGroup()) {
            all.add((EventLoop) loop);
        }
        loops.use(all.subList(0, loops.count()));
        api = contexts(plain, all.subList(0, loops.count()));
        management = contexts(plain, all.subList(loops.count(), all.size()));
    }

    private static List<ContextInternal> contexts(VertxInternal vertx, List<EventLoop> loops) {
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        return loops.stream()
                .map(loop -> vertx.createEventLoopContext(loop, vertx.getWorkerPool(), classes))
                .toList();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends TCPServerBase> Map<ServerID, S> sharedTCPServers(Class<S> type) {
        return HttpServerImpl.class.isAssignableFrom(type)
                ? (Map<ServerID, S>) super.sharedHttpServers()
                : super.sharedTCPServers(type);
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions given) {
        HttpServerOptions options = new HttpServerOptions(given)
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxInitialLineLength(limits.maxRequestLineBytes())
                .setTcpNoDelay(true)
                // no client of this API speaks HTTP/2 without TLS, and the limits below are those of HTTP/1.1
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        if (limits.sendBufferBytes() > 0) {
            options.setSendBufferSize(limits.sendBufferBytes());
        }
        return new SpreadHttpServer(
                this, options, port -> port == apiPort ? api : management, server -> limit(server, options));
    }

    private void limit(HttpServer server, HttpServerOptions options) {
        server.invalidRequestHandler(request -> RequestGuard.refuseUnreadable(request, limits, errors));
        server.connectionHandler(connection -> ServerPipeline.install(
                connection, options, limits, errors, new RequestGuard(server.requestHandler(), errors)));
    }
}
