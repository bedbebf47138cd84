package io.ondemand2api.server.eventloop;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A server with a listener on each of its event loops: to Vert.x a server is one loop, and servers of the same address
 * share its connections.
 */
final class SpreadHttpServer extends HttpServerImpl {

    private final VertxInternal vertx;
    private final HttpServerOptions options;
    private final IntFunction<List<ContextInternal>> contexts;
    private final Consumer<HttpServer> limits;
    private final List<HttpServerImpl> others = new CopyOnWriteArrayList<>();

    /**
     * @param contexts where a server of this port listens, at least one
     * @param limits what makes each listener a bounded one
     */
    SpreadHttpServer(
            VertxInternal vertx,
            HttpServerOptions options,
            IntFunction<List<ContextInternal>> contexts,
            Consumer<HttpServer> limits) {
        super(vertx, options);
        this.vertx = vertx;
        this.options = options;
        this.contexts = contexts;
        this.limits = limits;
        limits.accept(this);
    }

    @Override
    public Future<HttpServer> listen(SocketAddress address) {
        List<ContextInternal> places = contexts.apply(address.port());
        Future<HttpServer> first = on(places.get(0), () -> super.listen(address));
        return first.compose(bound -> {
                    List<Future<HttpServer>> more = new ArrayList<>();
                    for (ContextInternal place : places.subList(1, places.size())) {
                        HttpServerImpl other = new HttpServerImpl(vertx, options);
                        other.requestHandler(requestHandler());
                        limits.accept(other);
                        others.add(other);
                        more.add(on(place, () -> other.listen(address)));
                    }
                    return Future.all(more);
                })
                .map((HttpServer) this);
    }

    private static Future<HttpServer> on(ContextInternal place, Supplier<Future<HttpServer>> listening) {
        Promise<HttpServer> promise = Promise.promise();
        Handler<Void> task = now -> listening.get().onComplete(promise);
        place.runOnContext(task);
        return promise.future();
    }

    @Override
    public synchronized void close(Promise<Void> completion) {
        // the socket is closed with the last of them
        others.forEach(other -> other.close(Promise.promise()));
        super.close(completion);
    }
}
