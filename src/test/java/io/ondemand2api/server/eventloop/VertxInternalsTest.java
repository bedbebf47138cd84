package io.ondemand2api.server.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.openai.OpenAiErrors;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.ServerLimits;
import io.ondemand2api.server.eventloop.connection.ConnectionCut;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.VertxServiceProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What this room needs of the inside of Vert.x and Netty. After an upgrade a test that fails names what is gone, and
 * which class here has to be mended; what would not compile is not repeated.
 */
@Timeout(60)
class VertxInternalsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final EventLoops loops = new EventLoops(2, Duration.ofSeconds(5));
    private final List<Socket> clients = new ArrayList<>();
    private Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops.count() + 1));

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        loops.stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A server of the gateway's own making, on the API port. */
    private int limited(Handler<HttpServerRequest> requests) throws Exception {
        int port = freePort();
        vertx = new LimitedVertx(
                vertx,
                new ServerLimits(LONG, LONG, LONG, LONG, 1024, 512, 0),
                loops,
                port,
                new ErrorResponses(new ErrorRenderers(new OpenAiErrors(OpenAiErrors.MESSAGES), Map.of(), Map.of())));
        listen(vertx.createHttpServer(new HttpServerOptions()).requestHandler(requests), port);
        return port;
    }

    private static void listen(HttpServer server, int port) throws Exception {
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private Socket send(int port, String request) throws IOException {
        Socket client = new Socket("127.0.0.1", port);
        clients.add(client);
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    private static String readUntil(String end, Socket client) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int c = client.getInputStream().read();
                c >= 0;
                c = client.getInputStream().read()) {
            read.append((char) c);
            if (read.lastIndexOf(end) >= 0) {
                break;
            }
        }
        return read.toString();
    }

    private String statusLine(int port, String request) throws IOException {
        return readUntil("\r\n", send(port, request));
    }

    private String answer(int port, String request) throws IOException {
        return new String(send(port, request).getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aConnectionHasTheHandlersThatAreReplaced() throws Exception {
        CompletableFuture<HttpConnection> connected = new CompletableFuture<>();
        int port = freePort();
        listen(
                vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                        .connectionHandler(connected::complete)
                        .requestHandler(request -> request.response().end()),
                port);
        send(port, "");

        HttpConnection connection = connected.get(20, TimeUnit.SECONDS);
        assertThat(connection)
                .as("ServerPipeline, ConnectionCut: the connection of a server gives its channel")
                .isInstanceOf(ConnectionBase.class);
        assertThat(connection)
                .as("ServerPipeline: the connection of a server takes another handler for its requests")
                .isInstanceOf(HttpServerConnection.class);
        ChannelPipeline pipeline =
                ((ConnectionBase) connection).channelHandlerContext().pipeline();
        assertThat(pipeline.get("httpDecoder"))
                .as("ServerPipeline: the decoder has this name, and is what StrictRequestDecoder extends")
                .isExactlyInstanceOf(VertxHttpRequestDecoder.class);
        assertThat(pipeline.get("httpEncoder"))
                .as("ServerPipeline: the encoder has this name, and is one that ChunkEncoder can hand whole chunks to")
                .isInstanceOf(HttpResponseEncoder.class);
        assertThat(pipeline.get("handler"))
                .as("ServerPipeline: Vert.x's own handler has this name, and ConnectionGuard stands before it")
                .isNotNull();
        assertThat(pipeline.names())
                .as("ServerPipeline: bytes pass the decoder and the encoder before Vert.x's own handler")
                .containsSubsequence("httpDecoder", "httpEncoder", "handler");
    }

    @Test
    void aWrappedVertxMakesServersWithLimits() throws Exception {
        int port = limited(request -> request.response().end("fine"));

        assertThat(statusLine(port, GET))
                .as("LimitedVertx, ServerPipeline: requests reach their handler")
                .startsWith("HTTP/1.1 200 ");
        assertThat(statusLine(port, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(2000) + "\r\n\r\n"))
                .as("LimitedVertx: invalidRequestHandler gets what VertxHttpRequestDecoder finds too long")
                .startsWith("HTTP/1.1 431 ");
        assertThat(statusLine(port, "GET / HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b\r\n\r\n"))
                .as("StrictRequestDecoder: decode is given the bytes of each header")
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void serversOfOneAddressShareItsConnections() throws Exception {
        int port = limited(
                request -> request.response().end("on " + Thread.currentThread().getName() + "!"));
        Set<String> threads = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            // each stays open, so that the next is given to the loop that has fewer
            Socket client = send(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            String answer = readUntil("!", client);
            threads.add(answer.substring(answer.indexOf("on vert.x")));
        }

        assertThat(threads)
                .as("SpreadHttpServer, SpreadTransport, LoopAcceptor, LimitedVertx.sharedTCPServers: a server that"
                        + " listens on several loops has its connections on all of them")
                .hasSize(2);
    }

    @Test
    void aContextIsMadeForAGivenLoop() throws Exception {
        VertxInternal internal = (VertxInternal) vertx;
        EventLoop loop = (EventLoop) internal.getEventLoopGroup().iterator().next();
        ContextInternal context = internal.createEventLoopContext(
                loop, internal.getWorkerPool(), getClass().getClassLoader());
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        context.runOnContext(now -> ran.complete(loop.inEventLoop()));

        assertThat(context.nettyEventLoop())
                .as("LimitedVertx, RequestThreads: a context has the loop that it was made for")
                .isSameAs(loop);
        assertThat(ran.get(20, TimeUnit.SECONDS))
                .as("LimitedVertx: what runs on a context runs on its loop")
                .isTrue();
    }

    @Test
    void theThreadsOfRequestsAreFoundAsAService() {
        assertThat(ServiceLoader.load(VertxServiceProvider.class))
                .as("VirtualThreadWorkers: Vert.x looks for its executors among its services")
                .hasAtLeastOneElementOfType(VirtualThreadWorkers.class);
    }

    @Test
    void workersAreVirtualThreadsWhereTheJvmHasThem() {
        assumeTrue(VirtualThreadWorkers.available(), "needs Java 21 or newer");

        assertThat(((VertxInternal) vertx).getWorkerPool().executor())
                .as("VirtualThreadWorkers: VertxBuilder takes an executor of ours for its workers")
                .isInstanceOf(RequestThreads.class);
    }

    @Test
    void aCutAnswerDoesNotLookWhole() throws Exception {
        int port = limited(request -> {
            request.response().setChunked(true);
            request.response().write("half").onComplete(written -> ConnectionCut.cut(request));
        });

        assertThat(answer(port, GET))
                .as("ConnectionCut: closing the context of Vert.x's handler closes the connection, without an end")
                .contains("half")
                .doesNotContain("\r\n0\r\n");
    }
}
