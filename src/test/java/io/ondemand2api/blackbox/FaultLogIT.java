package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator reads at info why OnDemand cannot be reached; the client is not told. */
class FaultLogIT {

    @TempDir
    private static Path directory;

    private static Certificates certificates;
    private static LogCapture log;

    @BeforeAll
    static void make() throws Exception {
        certificates = new Certificates(directory);
        log = new LogCapture();
    }

    @AfterAll
    static void close() {
        log.close();
    }

    private static List<String> lines(String start) {
        return log.text().lines().filter(line -> line.startsWith(start)).toList();
    }

    private static void mustTell(String phrase, Map<String, String> settings) {
        int before = log.text().length();
        try (GatewayUnderTest gateway =
                GatewayUnderTest.prepare(new HashMap<>(settings)).start()) {
            var answer = gateway.chat(Chat.whole("hello"));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain(phrase);
            String told = log.text().substring(before);
            assertThat(told)
                    .contains("INFO io.ondemand2api.upstream.FaultLog OnDemand cannot be reached: " + phrase + " (")
                    .contains("WARN io.ondemand2api.models.ModelSteps The model registry could not be read "
                            + "(upstream_unreachable: " + phrase + ")");
            String id = answer.headers().firstValue("x-request-id").orElseThrow();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> log.text().contains("INFO io.ondemand2api.requests " + id));
            assertThat(lines("INFO io.ondemand2api.requests " + id))
                    .singleElement()
                    .asString()
                    .contains(" status=503 finish=- error=upstream_unreachable cause=\"" + phrase + "\" ")
                    .endsWith(" attempts=3");
        }
    }

    @Test
    void aCertificateThatIsNotTrusted() throws Exception {
        try (ServerSocket server = answering("", false);
                TlsFront front = TlsFront.of(server.getLocalPort(), certificates.server("ip:127.0.0.1"))) {
            mustTell(
                    "certificate not trusted (self-signed, or of an unknown authority)",
                    Map.of("ondemand.base", front.base().toString()));
        }
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        try (ServerSocket server = answering("", false);
                TlsFront front = TlsFront.of(server.getLocalPort(), certificates.server("dns:other.example"))) {
            mustTell(
                    "certificate for another host name",
                    Map.of(
                            "ondemand.base", front.base().toString(),
                            "ondemand.caFile", certificates.authority().toString()));
        }
    }

    @Test
    void anUnknownHost() {
        mustTell("unknown host", Map.of("ondemand.base", "http://no-such-host.invalid"));
    }

    @Test
    void aRefusedConnection() {
        mustTell("connection refused", Map.of("ondemand.base", "http://127.0.0.1:" + FreePort.next()));
    }

    @Test
    void aProxyThatIsNotThere() {
        mustTell(
                "connection refused by the proxy's address",
                Map.of("ondemand.proxy", "http://127.0.0.1:" + FreePort.next()));
        mustTell("unknown host name of the proxy", Map.of("ondemand.proxy", "http://no-such-host.invalid:3128"));
    }

    @Test
    void aProxyThatRefuses() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy("user:password")) {
            mustTell("proxy refused", Map.of("ondemand.proxy", proxy.address()));
            mustTell(
                    "proxy refused",
                    Map.of("ondemand.proxy", proxy.address(), "ondemand.base", "https://on-demand.example"));
        }
    }

    @Test
    void aPortThatSpeaksNoTls() throws Exception {
        try (ServerSocket server = answering("HTTP/1.1 400 Bad Request\r\n\r\n", false)) {
            mustTell("TLS handshake failed", Map.of("ondemand.base", "https://127.0.0.1:" + server.getLocalPort()));
        }
    }

    @Test
    void aConnectionThatIsResetOrClosed() throws Exception {
        try (ServerSocket server = answering("", true)) {
            mustTell("connection reset", Map.of("ondemand.base", "http://127.0.0.1:" + server.getLocalPort()));
        }
        try (ServerSocket server = answering("", false)) {
            mustTell(
                    "connection closed without a response",
                    Map.of("ondemand.base", "http://127.0.0.1:" + server.getLocalPort()));
        }
    }

    @Test
    void aGatewayThatAnswersForIt() throws Exception {
        try (ServerSocket server =
                answering("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", false)) {
            mustTell(
                    "answered with 502, 503, 504 or 52x",
                    Map.of("ondemand.base", "http://127.0.0.1:" + server.getLocalPort()));
        }
    }

    /** A port that takes a request in part or whole, says this and goes. */
    private static ServerSocket answering(String words, boolean reset) throws Exception {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Pipe.run(() -> {
            try {
                while (true) {
                    try (Socket client = server.accept()) {
                        client.getInputStream().read(new byte[65536]);
                        client.setSoLinger(reset, 0);
                        client.getOutputStream().write(words.getBytes());
                    }
                }
            } catch (Exception closed) {
                // the end of the test
            }
        });
        return server;
    }

    @Test
    void theBreakersTellWhenTheyOpenAndClose() {
        Map<String, String> settings = Map.of(
                "ondemand.apiKeys",
                "upstream-a",
                "keys.failuresToOpen",
                "2",
                "keys.openFor",
                "1s",
                "keys.failingFor",
                "100",
                "gateway.keyWaitTimeout",
                "100");
        int before = log.text().length();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(settings)) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().refusing(500, "internal", "no"));
            gateway.chat(Chat.whole("hello"));
            assertThat(log.text().substring(before)).contains("The circuit breaker of key-1 is open for 1s");

            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.chat(Chat.whole("hello")).statusCode() == 200
                            && log.text().substring(before).contains("The circuit breaker of key-1 is closed again"));
        }
    }
}
