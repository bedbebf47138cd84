package io.ondemand2api.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in for OnDemand on a free loopback port. It answers as the service would, saying what it was asked, and keeps
 * nothing that it was told. It logs nothing.
 */
public final class Simulator implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private Simulator(HttpServer server) {
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "simulator");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new SimulatorApi());
        server.start();
    }

    /**
     * Starts one.
     *
     * @throws UncheckedIOException when no port can be had
     */
    public static Simulator start() {
        // each delta is a small packet, which must not wait for the next
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return new Simulator(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the simulator", e);
        }
    }

    /** The root of its API, without a slash at the end. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Breaks off every answer and ends. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
