package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes gateways and fires the alerts of {@code deploy/alerts.yaml} when their faults are caused. Only
 * their times are shorter here.
 */
class PrometheusIT {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    private final int port = FreePort.next();
    private final List<AutoCloseable> gateways = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private final Set<String> fired = new TreeSet<>();

    @TempDir
    private Path folder;

    private Process prometheus;

    @BeforeEach
    void mustBeHere() {
        assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is not there: install Debian's prometheus");
    }

    @AfterEach
    void stop() throws Exception {
        if (prometheus != null) {
            prometheus.destroy();
            prometheus.waitFor(10, TimeUnit.SECONDS);
        }
        for (Thread client : clients) {
            client.join(30_000);
        }
        for (AutoCloseable gateway : gateways) {
            gateway.close();
        }
    }

    private GatewayUnderTest gateway(Map<String, String> settings) {
        GatewayUnderTest gateway = GatewayUnderTest.prepare(settings).start();
        gateways.add(gateway);
        return gateway;
    }

    private void watch(URI... targets) throws Exception {
        String rules = Files.readString(Path.of("deploy", "alerts.yaml"))
                .replaceAll("(?m)for: \\d+[a-z]$", "for: 1s")
                .replaceAll("\\[\\d+[a-z]]", "[15s]");
        Files.writeString(folder.resolve("alerts.yaml"), rules);
        String addresses = Stream.of(targets)
                .map(target -> "'" + target.getAuthority() + "'")
                .collect(Collectors.joining(", "));
        Path settings = Files.writeString(folder.resolve("prometheus.yaml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files: [alerts.yaml]
                scrape_configs:
                  - job_name: ondemand2api
                    metrics_path: /observe/metrics
                    static_configs:
                      - targets: [%s]
                """.formatted(addresses));
        prometheus = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private void awaitAlerts(String... expected) {
        URI alerts = URI.create("http://127.0.0.1:" + port + "/api/v1/alerts");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    JsonNode now = Chat.json(
                            GatewayUnderTest.send(HttpRequest.newBuilder(alerts).build())
                                    .body());
                    now.at("/data/alerts").forEach(alert -> {
                        if (alert.path("state").asText().equals("firing")) {
                            fired.add(alert.at("/labels/alertname").asText());
                        }
                    });
                    assertThat(fired).contains(expected);
                });
    }

    private void inBackground(Runnable client) {
        Thread thread = new Thread(() -> {
            try {
                client.run();
            } catch (RuntimeException cut) {
                // its gateway is stopped below it
            }
        });
        thread.start();
        clients.add(thread);
    }

    private static void scraped(GatewayUnderTest gateway) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                                .build())
                        .body()
                        .contains("ondemand2api_models"));
    }

    @Test
    void aGatewayWhoseUpstreamIsGoneAndOneThatIsGoneItself() throws Exception {
        GatewayUnderTest cutOff = gateway(Map.of("ondemand.base", "http://127.0.0.1:" + FreePort.next()));
        scraped(cutOff);
        watch(cutOff.management("/"), URI.create("http://127.0.0.1:" + FreePort.next()));
        awaitAlerts("NoModels", "GatewayDown");
        for (int i = 0; i < 15; i++) {
            cutOff.chat(Chat.whole("hello " + i));
        }

        awaitAlerts("UpstreamUnreachable", "ErrorBudgetBurnsFast", "ErrorBudgetBurns");
    }

    @Test
    void keysThatAreRefusedStreamsThatBreakAndOneThatIsSlow() throws Exception {
        GatewayUnderTest gateway = gateway(Map.of());
        watch(gateway.management("/"));
        awaitHealthy();
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce().saying("a ", "b ", "c").cutAfter(1));
        gateway.chat(Chat.streamed("break"));
        awaitAlerts("StreamsBreak");
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofSeconds(9))
                        .saying("late"));
        gateway.chat(Chat.streamed("slow"));
        awaitAlerts("FirstTokenSlow");
        gateway.simulator().onQuery(query -> Behaviour.atOnce().refusing(402, "no_credit", "no credit"));
        gateway.chat(Chat.whole("refused"));

        awaitAlerts("AllKeysOut", "KeysDying");
    }

    /** The first scrapes are behind it, and nothing fires. */
    private void awaitHealthy() {
        URI up = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=count_over_time(ondemand2api_models%5B15s%5D)");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> Chat.json(GatewayUnderTest.send(
                                                HttpRequest.newBuilder(up).build())
                                        .body())
                                .at("/data/result/0/value/1")
                                .asInt()
                        > 3);
        assertThat(fired).isEmpty();
    }

    @Test
    void aGatewayWithAsMuchToDoAsItMayAndOneThatDoesNotEnd() throws Exception {
        GatewayUnderTest busy = gateway(Map.of("gateway.maxConcurrentRequests", "1", "gateway.drain.timeout", "30s"));
        watch(busy.management("/"));
        awaitHealthy();
        busy.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofSeconds(25))
                        .saying("at last"));
        inBackground(() -> busy.chat(Chat.whole("long")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !busy.simulator().queries().isEmpty());
        assertThat(busy.chat(Chat.whole("one too many")).statusCode()).isEqualTo(503);
        awaitAlerts("NearLimits", "RequestsTurnedAway");
        AtomicBoolean held = new AtomicBoolean(true);
        busy.router().get("/hold").order(-3).handler(request -> {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (held.get() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            request.response().end();
        });
        inBackground(() ->
                GatewayUnderTest.send(HttpRequest.newBuilder(busy.url("/hold")).build()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> Scrape.of(busy).value("ondemand2api_event_loop_stalls_total") == 1);
        held.set(false);
        awaitAlerts("EventLoopStalls");
        inBackground(() -> busy.main().stop());

        awaitAlerts("DrainHangs");
    }
}
