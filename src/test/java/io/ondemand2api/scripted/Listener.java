package io.ondemand2api.scripted;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Accepts connections on loopback and serves each on a thread of its own, one request after the other. */
final class Listener implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final long RETRY_NANOS = 10_000_000;

    private final ServerSocket server;
    private final Api api;
    private final Ledger ledger;
    private final ExecutorService threads = Threads.perConnection();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    Listener(int port, Api api, Ledger ledger) throws IOException {
        // the address by number: no name service is asked, and no other machine is served
        server = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        this.api = api;
        this.ledger = ledger;
    }

    void start() {
        Threads.daemon(this::accept, "simulator-" + port()).start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                hand(server.accept());
            } catch (IOException | RejectedExecutionException closingOrOutOfSockets) {
                // out of sockets: a moment later there may be one again
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void hand(Socket socket) throws IOException {
        ledger.connectionsAccepted.increment();
        Connection connection = new Connection(socket);
        connections.add(connection);
        threads.execute(() -> serve(connection));
    }

    private void serve(Connection connection) {
        try (connection) {
            RequestReader reader = new RequestReader(connection);
            while (!connection.isClosed() && !server.isClosed() && serveNext(reader, connection)) {
                // one request after the other
            }
        } catch (IOException clientLeft) {
            // the counts know
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** True when the connection can serve one more. */
    private boolean serveNext(RequestReader reader, Connection connection) throws IOException, InterruptedException {
        try {
            Request request = reader.next();
            if (request == null || connection.closesUnderNextRequest()) {
                return false;
            }
            api.answer(request, connection);
            return !request.wantsClose();
        } catch (BadRequestException e) {
            refuse(connection, Reply.error(e.status(), "invalid_request", e.getMessage()));
        } catch (RuntimeException | AssertionError e) {
            // a function that a test gave has failed: say so where the test can see it
            refuse(connection, Reply.error(500, "server_error", "The simulator failed: " + e));
        }
        return false;
    }

    private static void refuse(Connection connection, Reply reply) throws IOException {
        new Responder(connection, WireForm.USUAL).send(reply.header("Connection", "close"));
        connection.closeGently();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyClosed) {
            // closed is what was asked for
        }
        threads.shutdownNow();
        connections.forEach(Connection::close);
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Connection::close);
    }
}
