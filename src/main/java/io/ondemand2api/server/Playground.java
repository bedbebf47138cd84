package io.ondemand2api.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Hands a chat of the console on to the API port of this gateway, where it counts as any other client's. The page may ask
 * its own origin alone, and so needs no change of who may use the API from a browser.
 */
public final class Playground {

    static final String PATH = "/console/playground";

    private static final String TARGET = "/v1/chat/completions";
    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_WAITING = 16;
    private static final List<String> ASKED = List.of("authorization", "content-type");
    private static final List<String> ANSWERED =
            List.of("content-type", "content-length", "retry-after", "x-request-id", "traceresponse");

    private final String host;
    private final int port;
    private final boolean tls;
    private HttpClient client;

    /**
     * @param host that the API port listens on
     * @param port the API port
     * @param tls true when it speaks TLS
     */
    public Playground(String host, int port, boolean tls) {
        this.host = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        this.port = port;
        this.tls = tls;
    }

    /** True when the API port speaks TLS. */
    public boolean tls() {
        return tls;
    }

    private synchronized HttpClient client(Vertx vertx) {
        if (client == null) {
            // its own gateway, whose certificate is for the name by which others know it
            client = vertx.createHttpClient(new HttpClientOptions()
                    .setSsl(tls)
                    .setTrustAll(tls)
                    .setVerifyHost(false)
                    .setMaxPoolSize(MAX_CONNECTIONS)
                    .setMaxWaitQueueSize(MAX_WAITING));
        }
        return client;
    }

    /** Hands it on; the answer goes back as it comes. */
    void take(RoutingContext context, ManagementAccess access) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (request.method() != HttpMethod.POST) {
            refuse(response, 405, "Use POST.");
        } else if (access.fromOtherSite(request)) {
            refuse(response, 403, "A page of another origin may ask nothing here.");
        } else {
            request.pause();
            client(context.vertx())
                    .request(new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost(host)
                            .setPort(port)
                            .setURI(TARGET))
                    .onSuccess(call -> ask(call, request, response))
                    .onFailure(fault -> refuse(response, 502, "The API port does not answer."));
        }
    }

    private static void ask(HttpClientRequest call, HttpServerRequest request, HttpServerResponse response) {
        for (String name : ASKED) {
            String value = request.getHeader(name);
            if (value != null) {
                call.putHeader(name, value);
            }
        }
        // who leaves the page, or stops the answer, ends the call
        response.closeHandler(gone -> call.reset());
        call.send(request)
                .onSuccess(answer -> answer(answer, response))
                .onFailure(fault -> refuse(response, 502, "The API port does not answer."));
    }

    private static void answer(HttpClientResponse answer, HttpServerResponse response) {
        response.setStatusCode(answer.statusCode());
        for (String name : ANSWERED) {
            String value = answer.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        if (answer.getHeader("content-length") == null) {
            response.setChunked(true);
        }
        answer.pipeTo(response).onFailure(broken -> response.reset());
    }

    private static void refuse(HttpServerResponse response, int status, String sentence) {
        if (!response.ended() && !response.closed() && !response.headWritten()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .end(Buffer.buffer(sentence + "\n"));
        }
    }
}
