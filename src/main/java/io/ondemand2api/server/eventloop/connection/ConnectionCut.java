package io.ondemand2api.server.eventloop.connection;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Breaks an answer off, so that nothing more of it can arrive. */
public final class ConnectionCut {

    private ConnectionCut() {}

    /**
     * A reset would first send what is still due, and the answer's end behind it: then half an answer would look whole
     * to a client that reads on after all. So would closing the channel as a whole, which Vert.x puts off until all is
     * sent: for a client that never reads that is never.
     */
    public static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            ((ConnectionBase) request.connection()).channelHandlerContext().close();
        }
    }
}
