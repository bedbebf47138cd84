package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ondemand2api.RunsAlone;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More connections than are of use, against a small heap, while other clients ask all the time. */
@RunsAlone
class HostileConnectionIT {

    private static final long MAX_MILLIS = 2000;
    private static final int MANY = 300;
    private static final int STREAMS = 150;
    private static final int AHEAD_CONNECTIONS = 20;
    private static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nX-API-KEY: "
            + GatewayUnderTest.CLIENT_KEY + "\r\nContent-Length: ";

    @TempDir
    private Path directory;

    private final List<SocketChannel> connections = new ArrayList<>();
    private ScriptedOnDemand simulator;

    @BeforeEach
    void plainAnswers() {
        simulator = ScriptedOnDemand.start(0);
        simulator.onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @AfterEach
    void close() {
        letGo();
        simulator.close();
    }

    private void letGo() {
        connections.forEach(HostileConnectionIT::close);
        connections.clear();
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatewayProcess gateway(Function<List<String>, List<String>> command, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "ONDEMAND_APIKEYS",
                "upstream-secret-1",
                "ONDEMAND_API_BASE",
                simulator.base().toString(),
                "PRIVATE_KEY",
                GatewayUnderTest.CLIENT_KEY,
                "ONDEMAND_WARM_SESSIONS",
                "0"));
        all.putAll(settings);
        List<String> java = List.of(
                GatewayProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx200m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                GatewayProcess.JAR.toString());
        GatewayProcess started = new GatewayProcess(directory, command.apply(java), all);
        started.awaitAnswers(Duration.ofSeconds(40));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> started.chat(Chat.whole("hello")).statusCode() == 200);
        return started;
    }

    private GatewayProcess gateway(Map<String, String> settings) {
        return gateway(command -> command, settings);
    }

    private SocketChannel connect(GatewayProcess gateway) {
        try {
            SocketChannel connection = SocketChannel.open();
            connections.add(connection);
            // so that the system keeps little of an answer that is not read
            connection.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends this; false once the gateway has closed. */
    private static boolean send(SocketChannel connection, String text) {
        try {
            connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Reads to the end, or as far as there is something to read. */
    private static String read(SocketChannel connection) {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        try {
            connection.configureBlocking(false);
            connection.read(bytes);
        } catch (IOException reset) {
            // what came before counts
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    /** Sends this piece by piece until each connection has got its answer, which must be a 408. */
    private void trickleUntilRefused(String piece) {
        Map<SocketChannel, String> answers = new HashMap<>();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(250))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    for (SocketChannel connection : connections) {
                        if (!answers.containsKey(connection)) {
                            // what is sent behind an answer can take it away
                            String answer = read(connection);
                            if (answer.isEmpty()) {
                                send(connection, piece);
                            } else {
                                answers.put(connection, answer);
                            }
                        }
                    }
                    assertThat(answers).hasSameSizeAs(connections);
                });
        assertThat(answers.values())
                .allSatisfy(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request_timeout"));
    }

    private static double inFlight(GatewayProcess gateway) {
        return Scrape.of(gateway.metrics()).value("ondemand2api_requests_in_flight");
    }

    /** Starts so many streams on connections that are never read. */
    private void startStreams(GatewayProcess gateway, String body) {
        for (int i = 0; i < STREAMS; i++) {
            send(connect(gateway), HEAD + body.length() + "\r\n\r\n" + body);
        }
    }

    @Test
    void headersThatTrickleByTheHundredHoldUpNobody() throws Exception {
        trickle("GATEWAY_HEADER_TIMEOUT", "POST /v1/chat/completions HTTP/1.1\r\nX-Slow: ", "x");
    }

    @Test
    void bodiesThatTrickleByTheHundredHoldUpNobody() throws Exception {
        trickle("GATEWAY_BODY_TIMEOUT", HEAD + "100000\r\n\r\n{", " ");
    }

    private void trickle(String limit, String beginning, String piece) throws InterruptedException {
        try (GatewayProcess gateway = gateway(Map.of(limit, "3s"))) {
            SteadyClients others = SteadyClients.of(gateway);
            for (int i = 0; i < MANY; i++) {
                send(connect(gateway), beginning);
            }
            trickleUntilRefused(piece);

            others.mustNotHaveWaited(MAX_MILLIS);
            Awaitility.await().until(() -> inFlight(gateway) == 0);
        }
    }

    /** Neither path asks for a key; the first is answered by a route, the second by the router itself. */
    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/nothing"})
    void requestsSentAheadByTheHundredThousandWaitAsBytes(String path) throws Exception {
        try (GatewayProcess gateway = gateway(Map.of())) {
            SteadyClients others = SteadyClients.of(gateway);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> others.answered() > 500);
            for (int i = 0; i < AHEAD_CONNECTIONS; i++) {
                connect(gateway).configureBlocking(false);
            }
            String requests = ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(1000);
            int before = others.answered();
            // nobody reads an answer, so that each connection takes what it has room for
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        connections.forEach(connection -> send(connection, requests));
                        return others.answered() > before + 1000;
                    });

            others.mustNotHaveWaited(MAX_MILLIS);
            assertThat(gateway.liveHeap()).isLessThan(100);
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    @Test
    void resetsInMidStreamByTheHundredEndTheirCallsAndHoldUpNobody() throws Exception {
        simulator.onQuery(query -> query.query().contains("endless")
                ? Behaviour.atOnce().saying(Collections.nCopies(1000, "w ")).deltasEvery(Duration.ofMillis(200))
                : Behaviour.atOnce().saying("fine"));
        try (GatewayProcess gateway = gateway(Map.of())) {
            SteadyClients others = SteadyClients.of(gateway);
            startStreams(gateway, Chat.streamed("endless"));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight(gateway) >= STREAMS);
            for (SocketChannel connection : connections) {
                connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            letGo();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> inFlight(gateway) <= 4);

            others.mustNotHaveWaited(MAX_MILLIS);
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeAnswersThatNobodyReadsEndAndHoldUpNobody(boolean stream) throws Exception {
        // its bytes are there: a model that had to make 300 MB of them would hold up everyone by itself
        HostileUpstream upstream = new HostileUpstream();
        String words = HostileUpstream.words("x".repeat(10_000));
        upstream.attack(
                "predefined-much",
                HostileUpstream.once(HostileUpstream.EVENTS_HEAD
                        + words.repeat(200)
                        + HostileUpstream.METRICS
                        + HostileUpstream.DONE));
        try (upstream;
                GatewayProcess gateway =
                        gateway(Map.of("GATEWAY_WRITE_TIMEOUT", "5s", "ONDEMAND_API_BASE", upstream.base()))) {
            SteadyClients others = SteadyClients.of(gateway);
            // a process that has just started has neither its classes nor its threads yet
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> others.answered() > 1000);
            String body = stream ? Chat.streamed("go on") : Chat.whole("go on");
            startStreams(gateway, body.replace("gpt-4o", "predefined-much"));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> upstream.attacked() >= STREAMS / 2);
            // each ends when its client has not read for so long, or when there is no room for so many
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> inFlight(gateway) <= 4);

            others.mustNotHaveWaited(MAX_MILLIS);
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    @Test
    void tenThousandIdleConnectionsHoldUpNobody() throws Exception {
        int count = 10_000;
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        assumeTrue(system.getMaxFileDescriptorCount() > count + 1000, "too few descriptors allowed here");
        try (GatewayProcess gateway = gateway(Map.of())) {
            SteadyClients others = SteadyClients.of(gateway);
            for (int i = 0; i < count; i++) {
                connect(gateway);
            }
            int before = others.answered();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> others.answered() > before + 100);

            others.mustNotHaveWaited(MAX_MILLIS);
            String models =
                    "GET /v1/models HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + GatewayUnderTest.CLIENT_KEY + "\r\n\r\n";
            SocketChannel last = connections.get(count - 1);
            assertThat(send(last, models)).isTrue();
            Awaitility.await().until(() -> read(last).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void usedUpDescriptorsAreGotOver() throws Exception {
        try (GatewayProcess gateway = gateway(
                command -> List.of(
                        "bash",
                        "-c",
                        "ulimit -n 256; exec \"$@\"",
                        "bash",
                        command.get(0),
                        command.get(1),
                        command.get(2),
                        command.get(3),
                        command.get(4),
                        command.get(5)),
                Map.of())) {
            RawClient early = new RawClient(gateway.port());
            for (int i = 0; i < 400; i++) {
                connect(gateway);
            }
            Awaitility.await().until(() -> gateway.said().contains("No more connections can be accepted"));
            Duration used = cpu(gateway);
            long began = System.nanoTime();
            // the one that was there before has an answer: what it needs more of there is not
            String body = Chat.whole("hello");
            early.send(HEAD + body.length() + "\r\n\r\n" + body);
            assertThat(early.answer().status()).isIn(200, 502, 503, 504);
            Awaitility.await()
                    .pollDelay(Duration.ofSeconds(3))
                    .until(() ->
                            System.nanoTime() - began > Duration.ofSeconds(3).toNanos());
            assertThat(cpu(gateway).minus(used)).isLessThan(Duration.ofMillis(1500));
            assertThat(gateway.said().lines().filter(line -> line.contains("WARN") || line.contains("ERROR")))
                    .hasSizeLessThan(20);

            letGo();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> gateway.chat(Chat.whole("hello")).statusCode() == 200);
            early.close();
        }
    }

    private static Duration cpu(GatewayProcess gateway) {
        return ProcessHandle.of(gateway.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }
}
