import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that is measured: the gateway, or the yardstick beside it. */
final class Subject implements AutoCloseable {

    private static final long PAGE_BYTES = 4096;
    /** What the kernel counts processor time in, on every Linux that matters. */
    private static final double TICK_MILLIS = 10;

    private final String name;
    private final Process process;
    private final int port;
    private final double secondsToStart;

    private Subject(String name, Process process, int port, double secondsToStart) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.secondsToStart = secondsToStart;
    }

    /** Starts a process and waits until it answers on this path, at most half a minute. */
    static Subject start(
            String name, List<String> command, Map<String, String> environment, Path directory, int port, String path)
            throws IOException, InterruptedException {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long before = System.nanoTime();
        Process process = builder.start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        while (System.nanoTime() - before < 30_000_000_000L && process.isAlive()) {
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
                return new Subject(name, process, port, (System.nanoTime() - before) / 1e9);
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        process.destroyForcibly();
        throw new IOException(name + " does not answer:\n" + Files.readString(log));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    double secondsToStart() {
        return secondsToStart;
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** Processor time so far, its children's included, in milliseconds. */
    double cpuMillis() {
        return all().mapToDouble(one -> {
                    String stat = read(one, "stat");
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
                    return fields.length < 13
                            ? 0
                            : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
                })
                .sum();
    }

    /** Resident memory, its children's included. */
    double residentMiB() {
        return all().mapToDouble(one -> {
                    String[] fields = read(one, "statm").split(" ");
                    return fields.length < 2 ? 0 : Long.parseLong(fields[1]) * PAGE_BYTES / 1048576.0;
                })
                .sum();
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
