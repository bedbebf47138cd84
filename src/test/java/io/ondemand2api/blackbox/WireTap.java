package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Sees every answer that leaves the gateway, for every client, and has each of them checked against OpenAI's
 * specification. It sits in the gateway's own connections, since the tests' clients are many and each could be
 * forgotten. It only looks on; the checks run in a thread of their own.
 */
final class WireTap implements AutoCloseable {

    private static final String NAME = "wire-tap";
    private static final int MAX_PROBLEMS = 10;

    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final ExecutorService checks = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, NAME);
        thread.setDaemon(true);
        return thread;
    });

    /** Hangs the tap into the API port of a gateway that has started. */
    static WireTap into(CamelContext context) {
        WireTap tap = new WireTap();
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .map(platform -> (Router) platform.getServer().getServer().requestHandler())
                .forEach(router -> router.route().order(-2).handler(request -> {
                    tap.watch(request.request());
                    request.next();
                }));
        return tap;
    }

    private void watch(HttpServerRequest request) {
        ConnectionBase connection = (ConnectionBase) request.connection();
        ChannelHandlerContext server = connection.channelHandlerContext();
        Answers answers = (Answers) server.pipeline().get(NAME);
        if (answers == null) {
            answers = new Answers();
            server.pipeline().addBefore(server.name(), NAME, answers);
        }
        answers.requests.add(request);
    }

    private void check(SpecCheck.Answer answer) {
        checks.execute(() -> {
            List<String> found;
            try {
                found = SpecCheck.problems(answer);
            } catch (RuntimeException | StackOverflowError fault) {
                found = List.of("the check itself failed on " + answer + ": " + fault);
            }
            for (String problem : found) {
                if (problems.size() < MAX_PROBLEMS) {
                    problems.add(problem);
                }
            }
        });
    }

    /** Fails when any answer so far did not fit. */
    @Override
    public void close() {
        checks.shutdown();
        try {
            assertThat(checks.awaitTermination(50, TimeUnit.SECONDS))
                    .as("all answers are checked")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(problems).as("answers against OpenAI's specification").isEmpty();
    }

    /** What leaves through one connection, answer by answer. */
    private final class Answers extends ChannelOutboundHandlerAdapter {

        private final Queue<HttpServerRequest> requests = new ArrayDeque<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private HttpServerRequest request;
        private HttpResponse head;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof HttpResponse response && response.status().code() >= 200) {
                head = response;
                request = requests.poll();
            }
            if (head != null && message instanceof HttpContent content) {
                content.content()
                        .getBytes(
                                content.content().readerIndex(),
                                body,
                                content.content().readableBytes());
            }
            if (head != null && message instanceof LastHttpContent) {
                // the gateway also ends the answer of a client that is gone
                finish(context.channel().isActive());
            }
            super.write(context, message, promise);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            if (head != null) {
                finish(false);
            }
        }

        private void finish(boolean whole) {
            if (request != null) {
                check(new SpecCheck.Answer(
                        request.method().name(),
                        request.path(),
                        head.status().code(),
                        head.headers().get("Content-Type"),
                        body.toString(StandardCharsets.UTF_8),
                        whole));
            }
            head = null;
            body.reset();
        }
    }
}
