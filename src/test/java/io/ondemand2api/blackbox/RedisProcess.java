package io.ondemand2api.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real redis-server on a port of its own, which forgets all when it ends. */
final class RedisProcess implements AutoCloseable {

    private final int port = FreePort.next();
    private final List<String> arguments;
    private final List<String> asking;
    private Process process;

    private RedisProcess(List<String> arguments, List<String> asking) {
        this.arguments = arguments;
        this.asking = asking;
    }

    /** Starts one; skips the test where redis-server is not installed. */
    static RedisProcess start() {
        return start(List.of(), List.of());
    }

    /**
     * Starts one that is set up in another way.
     *
     * @param arguments for redis-server
     * @param asking for redis-cli
     */
    static RedisProcess start(List<String> arguments, List<String> asking) {
        RedisProcess redis = new RedisProcess(arguments, asking);
        redis.restart();
        return redis;
    }

    int port() {
        return port;
    }

    /** Skips the test where redis-server is not installed. */
    static void mustBeInstalled() {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
        Assumptions.assumeTrue(there, "redis-server is not installed: the package redis-server of Debian brings it");
    }

    String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it again on its port, with nothing in it. */
    void restart() {
        mustBeInstalled();
        try {
            List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            command.addAll(arguments);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().until(() -> ask("PING").contains("PONG"));
    }

    /** What redis-cli answers. */
    String ask(String... command) {
        try {
            List<String> all = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port)));
            all.addAll(asking);
            all.addAll(List.of(command));
            Process asking = new ProcessBuilder(all).redirectErrorStream(true).start();
            return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it where it is, with all connections open, or lets it go on. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
