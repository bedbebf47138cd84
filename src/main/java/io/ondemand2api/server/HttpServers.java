package io.ondemand2api.server;

import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.server.eventloop.LimitedVertx;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
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
    private final EventLoops loops;
    private final int apiPort;
    private final ErrorResponses errors;
    private Vertx vertx;

    private HttpServers(
            CamelContext context, ServerLimits limits, EventLoops loops, int apiPort, ErrorResponses errors) {
        this.context = context;
        this.limits = limits;
        this.loops = loops;
        this.apiPort = apiPort;
        this.errors = errors;
    }

    /**
     * Leaves a Vert.x in the registry, which is made when a server asks for it and ends with the context.
     *
     * @param loops the loops for the server of the API port; every other server has one loop of its own
     * @param apiPort the API port
     * @param errors who writes what is refused before a route takes it
     */
    public static void install(
            CamelContext context, ServerLimits limits, EventLoops loops, int apiPort, ErrorRenderers errors) {
        HttpServers servers = new HttpServers(context, limits, loops, apiPort, new ErrorResponses(errors));
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
            options.setEventLoopPoolSize(loops.count() + 1);
            vertx = new LimitedVertx(Vertx.vertx(options), limits, loops, apiPort, errors);
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
            loops.stop();
            CountDownLatch closed = new CountDownLatch(1);
            ending.close(done -> closed.countDown());
            ShutdownStrategy patience = context.getShutdownStrategy();
            closed.await(patience.getTimeout(), patience.getTimeUnit());
        }
    }
}
