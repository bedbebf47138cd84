package io.ondemand2api.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service of the operator's own that no client may reach: one port on every loopback address that this machine has.
 */
final class LoopbackListener implements AutoCloseable {

    private final List<ServerSocket> sockets = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;

    LoopbackListener() {
        port = FreePort.next();
        for (String address : List.of("127.0.0.1", "127.0.0.2", "::1")) {
            listen(address);
        }
        if (sockets.isEmpty()) {
            throw new UncheckedIOException(new IOException("no loopback address"));
        }
    }

    /** A machine need not have IPv6, nor a second loopback address. */
    private void listen(String address) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            sockets.add(socket);
            Thread thread = new Thread(() -> accept(socket), "loopback-listener");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException notHere) {
            // the others listen
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                socket.accept().close();
                connections.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }

    int port() {
        return port;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
