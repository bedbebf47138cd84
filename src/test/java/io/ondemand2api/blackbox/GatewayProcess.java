package io.ondemand2api.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The gateway as a process of its own on free ports, with what it writes to its console. */
final class GatewayProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "ondemand2api.jar").toAbsolutePath();

    private final int port = FreePort.next();
    private final int managementPort = FreePort.next();
    private final Path log;
    private final Process process;

    /** Starts it in this directory, with nothing of this process' environment that a gateway would read. */
    GatewayProcess(Path directory, List<String> command, Map<String, String> environment) {
        try {
            log = Files.createTempFile("gateway", ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
            Map<String, String> all = builder.environment();
            all.keySet()
                    .removeIf(name -> name.matches(
                            "(ONDEMAND|PRIVATE_KEY|GATEWAY|KEYS|MODELS|CAMEL|GIN_MODE|LOG_FORMAT|OTEL).*"));
            all.put("PORT", Integer.toString(port));
            all.put("MANAGEMENT_PORT", Integer.toString(managementPort));
            all.putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code target/ondemand2api.jar}. */
    static GatewayProcess start(Path directory, Map<String, String> environment) {
        return new GatewayProcess(
                directory, List.of(java(), "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", JAR.toString()), environment);
    }

    /** Starts {@code target/ondemand2api.jar} with a heap of so many MiB and the options that the image has. */
    static GatewayProcess startAsDeployed(Path directory, int heap, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(deployedOptions());
        command.addAll(List.of("-Xmx" + heap + "m", "-jar", JAR.toString()));
        return new GatewayProcess(directory, command, environment);
    }

    /** The lines of {@code deploy/jvm.options} that the running JVM has. */
    private static List<String> deployedOptions() {
        try {
            return Files.readAllLines(Path.of("deploy", "jvm.options")).stream()
                    .filter(line -> line.startsWith("-"))
                    .filter(line -> Runtime.version().feature() >= 24 || line.startsWith("-X"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What lives on its heap, in MiB, once everything else was collected. */
    long liveHeap() {
        try {
            Process collection = new ProcessBuilder(jcmd(), Long.toString(pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!collection.waitFor(20, TimeUnit.SECONDS)) {
                collection.destroyForcibly();
                throw new AssertionError("the gateway does not answer to jcmd");
            }
            return (long) Scrape.of(metrics()).value("jvm_memory_used_bytes", "area", "heap") >> 20;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    int liveThreads() {
        return (int) Scrape.of(metrics()).value("jvm_threads_live_threads");
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    /** All that it wrote, but for what a newer JVM warns of by itself. */
    String said() {
        try {
            return Files.readString(log).replaceAll("(?m)^WARNING: .*\\R", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an answer: the port is open before the routes are on it. */
    GatewayProcess awaitAnswers(Duration patience) {
        Awaitility.await()
                .atMost(patience)
                .ignoreExceptions()
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the gateway ended; it said: " + said());
                    }
                })
                .until(() -> get("/").statusCode() == 200);
        return this;
    }

    HttpResponse<String> get(String path) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build());
    }

    HttpResponse<String> ready() {
        return manage("/observe/health/ready");
    }

    String metrics() {
        return manage("/observe/metrics").body();
    }

    private HttpResponse<String> manage(String path) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(Duration.ofSeconds(10))
                .build());
    }

    HttpResponse<String> chat(String body) {
        return post("/v1/chat/completions", GatewayUnderTest.CLIENT_KEY, body);
    }

    /** Sends a body with this client's key. */
    HttpResponse<String> post(String path, String key, String body) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the gateway still runs; it said: " + said());
        }
        return exitCode();
    }

    /** Waits for its end by itself; false when it does not come. */
    boolean ended() throws InterruptedException {
        return process.waitFor(40, TimeUnit.SECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
