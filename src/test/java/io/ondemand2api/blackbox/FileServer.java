package io.ondemand2api.blackbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine that has files, and traps for programs that download them. */
final class FileServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String lastHost;
    private volatile String lastQuery;

    FileServer(byte[] file, int tooMany) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(workers);
        on("/file", exchange -> answer(exchange, 200, file));
        on("/missing", exchange -> answer(exchange, 404, file));
        on("/large", exchange -> answer(exchange, 200, new byte[tooMany]));
        on("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[8192];
            for (int sent = 0; sent <= 100 * tooMany; sent += piece.length) {
                exchange.getResponseBody().write(piece);
            }
        });
        on("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!await()) {
                exchange.getResponseBody().write(file, 0, 1);
                exchange.getResponseBody().flush();
            }
        });
        on("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", "/file");
            answer(exchange, 302, file);
        });
        on("/text", exchange -> answer(exchange, 200, "only text".getBytes()));
        server.start();
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void on(String path, Handler handler) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            lastHost = exchange.getRequestHeaders().getFirst("Host");
            lastQuery = exchange.getRequestURI().getRawQuery();
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private boolean await() {
        try {
            return closing.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    String lastHost() {
        return lastHost;
    }

    String lastQuery() {
        return lastQuery;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
