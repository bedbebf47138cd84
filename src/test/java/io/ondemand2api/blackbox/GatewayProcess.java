package io.ondemand2api.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code target/ondemand2api.jar} as a process of its own, with what it writes to its console. */
final class GatewayProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "ondemand2api.jar").toAbsolutePath();

    private final Process process;
    private final Path log;
    private final int port;

    private GatewayProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts it in this directory, with nothing of this process' environment that a gateway would read. */
    static GatewayProcess start(Path directory, Map<String, String> environment) {
        try {
            Path log = Files.createTempFile("gateway", ".log");
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            ProcessBuilder builder =
                    new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", JAR.toString());
            builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
            Map<String, String> all = builder.environment();
            all.keySet()
                    .removeIf(name -> name.matches(
                            "(ONDEMAND|PRIVATE_KEY|GATEWAY|KEYS|MODELS|CAMEL|GIN_MODE|LOG_FORMAT|OTEL).*"));
            int port = FreePort.next();
            all.put("PORT", Integer.toString(port));
            all.put("MANAGEMENT_PORT", Integer.toString(FreePort.next()));
            all.putAll(environment);
            return new GatewayProcess(builder.start(), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
