package io.ondemand2api.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Makes the servers of the two ports with limits. Camel has no setting for most of them, but asks the registry for the
 * Vert.x that makes its servers; so this one makes them as it should.
 */
public final class HttpServers extends ServiceSupport {

    private final CamelContext context;
    private final ServerLimits limits;
    private Vertx vertx;

    private HttpServers(CamelContext context, ServerLimits limits) {
        this.context = context;
        this.limits = limits;
    }

    /** Leaves a Vert.x in the registry, which is made when a server asks for it and ends with the context. */
    public static void install(CamelContext context, ServerLimits limits) {
        HttpServers servers = new HttpServers(context, limits);
        context.getRegistry().bind("vertx", Vertx.class, servers::vertx);
        try {
            // before the servers, and so stopped after them: what they work on needs its threads
            context.addService(servers);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Vertx vertx() {
        if (vertx == null) {
            // nothing here asks Vert.x for an address, and its own resolver takes time and memory to make
            System.setProperty("vertx.disableDnsResolver", "true");
            VertxOptions given = CamelContextHelper.findSingleByType(context, VertxOptions.class);
            VertxOptions options = given == null ? new VertxOptions() : given;
            // no file is served, so none needs a place in the system's folder for temporary ones
            options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
            Vertx plain = Vertx.vertx(options);
            vertx = new LimitedVertx((VertxInternal) plain, limits);
        }
        return vertx;
    }

    @Override
    protected void doStop() throws InterruptedException {
        Vertx ending;
        synchronized (this) {
            ending = vertx;
            vertx = null;
        }
        if (ending != null) {
            CountDownLatch closed = new CountDownLatch(1);
            ending.close(done -> closed.countDown());
            ShutdownStrategy patience = context.getShutdownStrategy();
            closed.await(patience.getTimeout(), patience.getTimeUnit());
        }
    }

    private static final class LimitedVertx extends VertxWrapper {

        private final ServerLimits limits;

        LimitedVertx(VertxInternal plain, ServerLimits limits) {
            super(plain);
            this.limits = limits;
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
            HttpServer server = super.createHttpServer(options);
            server.invalidRequestHandler(request -> RequestGuard.refuseUnreadable(request, limits));
            server.connectionHandler(connection ->
                    ConnectionGuard.install(connection, options, limits, new RequestGuard(server.requestHandler())));
            return server;
        }
    }
}
