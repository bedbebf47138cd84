package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of the address of a Redis: with a password, by TLS, by Sentinel. */
class ClusterAddressIT {

    @TempDir
    private Path folder;

    private static void mustShare(String address) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.state", address))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(metrics(gateway)).contains("ondemand2api_shared_state_up 1.0"));
            assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
        }
    }

    private static String metrics(GatewayUnderTest gateway) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                        .build())
                .body();
    }

    @Test
    void aPasswordIsInTheAddressAndNotInTheLog() {
        try (RedisProcess redis = RedisProcess.start(
                        List.of("--requirepass", "a-secret-word"),
                        List.of("--no-auth-warning", "-a", "a-secret-word"));
                LogCapture log = new LogCapture()) {
            mustShare("redis://:a-secret-word@127.0.0.1:" + redis.port());
            assertThat(log.text())
                    .contains("State is shared through 127.0.0.1:")
                    .doesNotContain("a-secret-word");
        }
    }

    @Test
    void aWrongPasswordFailsNoRequest() {
        try (RedisProcess redis = RedisProcess.start(
                        List.of("--requirepass", "a-secret-word"),
                        List.of("--no-auth-warning", "-a", "a-secret-word"));
                LogCapture log = new LogCapture();
                GatewayUnderTest gateway = GatewayUnderTest.start(
                        Map.of("gateway.state", "redis://:another-word@127.0.0.1:" + redis.port()))) {
            assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(log.text()).contains("does not answer in time: requests go on"));
            assertThat(metrics(gateway)).contains("ondemand2api_shared_state_up 0.0");
            assertThat(log.text()).doesNotContain("another-word");
        }
    }

    @Test
    void tlsIsSpokenWithTheSchemeRediss() throws Exception {
        RedisProcess.mustBeInstalled();
        Certificates certificates = new Certificates(folder);
        Path store = certificates.server("ip:127.0.0.1");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, Certificates.PASSWORD.toCharArray());
        }
        Path key = pem(
                "PRIVATE KEY",
                keys.getKey("server", Certificates.PASSWORD.toCharArray()).getEncoded());
        Certificate own = keys.getCertificate("server");
        Path certificate = pem("CERTIFICATE", own.getEncoded());
        int tls = FreePort.next();
        List<String> arguments = List.of(
                "--tls-port", Integer.toString(tls),
                "--tls-cert-file", certificate.toString(),
                "--tls-key-file", key.toString(),
                "--tls-ca-cert-file", certificates.authority().toString(),
                "--tls-auth-clients", "no");
        try (RedisProcess redis = RedisProcess.start(arguments, List.of())) {
            mustShare("rediss://127.0.0.1:" + tls + "?verifyPeer=NONE");
            assertThat(redis.ask("GET", "ondemand2api:beat").strip()).isEqualTo("1");

            try (GatewayUnderTest gateway =
                    GatewayUnderTest.start(Map.of("gateway.state", "rediss://127.0.0.1:" + tls))) {
                assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isEqualTo(200);
                assertThat(metrics(gateway))
                        .as("its certificate is of an unknown authority")
                        .contains("ondemand2api_shared_state_up 0.0");
            }
        }
    }

    private Path pem(String what, byte[] bytes) throws Exception {
        return Files.writeString(
                folder.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
    }

    @Test
    void sentinelNamesTheServer() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            int port = FreePort.next();
            Path file = Files.writeString(
                    folder.resolve("sentinel.conf"),
                    "port " + port + "\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 " + redis.port() + " 1\n");
            Process sentinel = new ProcessBuilder("redis-server", file.toString(), "--sentinel")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                mustShare("redis-sentinel://127.0.0.1:" + port + "#main");
            } finally {
                sentinel.destroyForcibly().waitFor();
            }
        }
    }
}
