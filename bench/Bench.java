import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Starts the upstream, the gateway and the yardstick, measures them in turn, and writes down the ratios. */
final class Bench implements AutoCloseable {

    private static final int ROUNDS = 3;
    private static final long MILLI = 1_000_000;
    private static final String CLIENT_KEY = "bench";

    private final Path directory = Files.createTempDirectory("bench");
    private final Upstream upstream = new Upstream();
    private final Results results = new Results();
    private final Subject gateway;
    private final Subject nginx;

    private Bench() throws IOException, InterruptedException {
        gateway = startGateway();
        nginx = startNginx();
    }

    public static void main(String[] args) throws Exception {
        try (Bench bench = new Bench()) {
            bench.measure();
            bench.results.write(Path.of("bench", "RESULTS.md"), bench.nginx != null);
        }
    }

    // ---- who is measured

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Subject startGateway() throws IOException, InterruptedException {
        int port = freePort();
        String java = System.getenv().getOrDefault("GATEWAY_JAVA", "java");
        List<String> command = new ArrayList<>(List.of(java));
        String options = System.getenv("GATEWAY_OPTIONS");
        Path shared = Path.of("deploy", "jvm.options");
        if (options != null) {
            command.addAll(List.of(options.strip().split("\\s+")));
            command.removeIf(String::isEmpty);
        } else if (Files.exists(shared)) {
            command.add("@" + shared.toAbsolutePath());
        }
        results.gateway(java, command.subList(1, command.size()), Path.of(""));
        command.addAll(List.of("-jar", Path.of("target", "ondemand2api.jar").toAbsolutePath().toString()));
        Map<String, String> environment = Map.of(
                "PORT", Integer.toString(port),
                "MANAGEMENT_PORT", Integer.toString(freePort()),
                "ONDEMAND_API_BASE", "http://127.0.0.1:" + upstream.port(),
                "ONDEMAND_APIKEYS", "bench-one,bench-two",
                "PRIVATE_KEY", CLIENT_KEY);
        Subject started = Subject.start("gateway", command, environment, directory, port, "/");
        results.idle(started.secondsToStart(), started.residentMiB());
        return started;
    }

    /** Null when there is no nginx on the path. */
    private Subject startNginx() throws IOException, InterruptedException {
        int port = freePort();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log stderr crit;
                events { worker_connections 8192; }
                http {
                  access_log off;
                  client_max_body_size 20m; client_body_buffer_size 20m;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                  keepalive_requests 1000000;
                  upstream model { server 127.0.0.1:%d; keepalive 2048; keepalive_requests 1000000; }
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    location / {
                      proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection "";
                      proxy_buffering off;
                    }
                  }
                }
                """
                        .formatted(upstream.port(), port));
        List<String> command = List.of("nginx", "-p", directory + "/", "-c", configuration.toString(), "-e", "stderr");
        try {
            return Subject.start("nginx", command, Map.of(), directory, port, "/");
        } catch (IOException missing) {
            System.err.println("No yardstick: " + missing.getMessage().lines().findFirst().orElse(""));
            return null;
        }
    }

    private List<Subject> subjects() {
        return nginx == null ? List.of(gateway) : List.of(gateway, nginx);
    }

    // ---- what is measured

    private void measure() throws IOException, InterruptedException {
        step("warm-up");
        answers(50, 0, 0);
        // the compiler wants its own processor time, which the measured rounds must not include
        run(gateway, Load.Plan.whole(8, 0, 45), 50);
        run(gateway, Load.Plan.streams(8, 0, 15), 50);
        answers(50, 20, 2000);
        run(gateway, Load.Plan.streams(200, 0, 10), 50);

        paced(50);
        paced(200);
        wholeAnswers();
        lengths();
        openStreams();
        histories();
    }

    private void answers(int tokens, long gapMillis, long tailMillis) {
        upstream.timing(new Upstream.Timing(tokens, gapMillis * MILLI, tailMillis * MILLI));
    }

    private static void step(String name) {
        System.err.println(name);
    }

    private Load.Round run(Subject subject, Load.Plan plan, int tokens) throws IOException, InterruptedException {
        Load.Round round = Load.run(subject, upstream, plan, tokens);
        // what the round left behind, such as the ends of its streams, shall not be in the next
        TimeUnit.MILLISECONDS.sleep(400);
        if (round.failures > 0) {
            System.err.println(subject.name() + ": " + round.failures + " failures, such as: " + round.failure);
        }
        results.failures(subject.name(), round.failures);
        return round;
    }

    /** Every subject in turn, as often as asked; each figure is the median of its rounds. */
    private Map<String, List<Load.Round>> rounds(int times, Load.Plan plan, int tokens)
            throws IOException, InterruptedException {
        Map<String, List<Load.Round>> all = new LinkedHashMap<>();
        for (int i = 0; i < times; i++) {
            for (Subject subject : subjects()) {
                all.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(run(subject, plan, tokens));
            }
        }
        return all;
    }

    private void figure(
            String what, String unit, Map<String, List<Load.Round>> rounds, ToDoubleFunction<Load.Round> figure) {
        results.figure(what, unit, rounds.get("gateway"), rounds.get("nginx"), figure);
    }

    private void paced(int streams) throws IOException, InterruptedException {
        String load = streams + " streams, a token every 20 ms";
        step(load);
        answers(50, 20, 2000);
        Map<String, List<Load.Round>> rounds = rounds(ROUNDS, Load.Plan.streams(streams, 0.7, 3), 50);
        figure(load + ": CPU of a token", "µs", rounds, Load.Round::cpuMicrosPerToken);
        figure(load + ": delay of a token, median", "ms", rounds, round -> round.delay.percentile(50));
        figure(load + ": delay of a token, 99 %", "ms", rounds, round -> round.delay.percentile(99));
        figure(load + ": delay of the first token, median", "ms", rounds, round -> round.firstDelay.percentile(50));
        figure(load + ": request to first token, median", "ms", rounds, round -> round.first.percentile(50));
        figure(load + ": last token to [DONE], median", "ms", rounds, round -> round.end.percentile(50));
        figure(load + ": new connections upstream per answer", "", rounds, round -> (double) round.connects / round.answers);
    }

    private void wholeAnswers() throws IOException, InterruptedException {
        String load = "whole answers of 50 tokens at once, 8 clients";
        step(load);
        answers(50, 0, 0);
        Map<String, List<Load.Round>> rounds = rounds(ROUNDS, Load.Plan.whole(8, 0, 2), 50);
        figure(load + ": CPU of an answer", "ms", rounds, Load.Round::cpuMillisPerAnswer);
        figure(load + ": new connections upstream per answer", "", rounds, round -> (double) round.connects / round.answers);
    }

    private void lengths() throws IOException, InterruptedException {
        for (int tokens : new int[] {50, 200, 1000}) {
            step("answers of " + tokens + " tokens");
            answers(tokens, 5, 0);
            Map<String, List<Load.Round>> rounds = rounds(1, Load.Plan.streams(25, 0.3, tokens >= 1000 ? 5.5 : 3), tokens);
            results.curve("CPU of a token by the length of the answer (25 streams, a token every 5 ms)",
                    tokens + " tokens", "µs", rounds, Load.Round::cpuMicrosPerToken);
        }
    }

    private void openStreams() throws IOException, InterruptedException {
        for (int streams : new int[] {50, 200, 1000}) {
            step(streams + " open streams");
            // as many tokens a second in all, and no answer that begins or ends while it is measured
            answers(10_000, streams * 2L / 5, 0);
            Map<String, List<Load.Round>> rounds = rounds(1, Load.Plan.streams(streams, 2.5, 4).leaving(), 10_000);
            results.curve("CPU of a token by the number of open streams (2,500 tokens a second in all)",
                    streams + " streams", "µs", rounds, Load.Round::cpuMicrosPerToken);
            results.curve("Resident memory by the number of open streams", streams + " streams", "MiB", rounds,
                    round -> round.residentMiB);
        }
    }

    private void histories() throws IOException, InterruptedException {
        answers(10, 0, 0);
        for (int turns : new int[] {0, 20, 100, 400}) {
            step("history of " + turns + " turns");
            Map<String, List<Load.Round>> rounds = rounds(1, Load.Plan.whole(4, turns, 2), 10);
            results.curve("CPU of a request by the length of its history (a new conversation each, 10 tokens of answer)",
                    turns + " turns", "ms", rounds, Load.Round::cpuMillisPerAnswer);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        if (nginx != null) {
            nginx.close();
        }
        upstream.close();
    }
}
