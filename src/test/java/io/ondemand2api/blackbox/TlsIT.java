package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.app.Gateway;
import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API port behind a certificate that was made a moment ago. */
class TlsIT {

    private static final String PASSWORD = "change-it";

    @TempDir
    static Path folder;

    private static GatewayUnderTest gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("gateway.p12");
        makeCertificate(store);
        gateway = GatewayUnderTest.prepare(Map.of(
                        "camel.ssl.enabled",
                        "true",
                        "camel.ssl.keyStore",
                        "file:" + store,
                        "camel.ssl.keystorePassword",
                        PASSWORD,
                        "gateway.keepAliveTimeout",
                        "1s"))
                .start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        client = HttpClient.newBuilder().sslContext(trusting(store)).build();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theConsolesPlaygroundHandsAChatOnByTls() {
        HttpResponse<String> answer =
                GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/console/playground"))
                        .header("Authorization", "Bearer " + GatewayUnderTest.CLIENT_KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(Chat.streamed("hello")))
                        .build());

        assertThat(Chat.content(answer.body())).isEqualTo("fine");
    }

    private static void makeCertificate(Path store) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static SSLContext trusting(Path store) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            certificates.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> chat(String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + GatewayUnderTest.CLIENT_KEY)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersAndStreamsComeEncrypted() throws Exception {
        assertThat(chat(Chat.whole("hello")).body()).contains("fine");
        HttpResponse<String> stream = chat(Chat.streamed("hello"));
        assertThat(Chat.content(stream.body())).isEqualTo("fine");
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
        assertThat(stream.sslSession()).isPresent();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedThereToo() throws Exception {
        assertThat(chat("x".repeat(21_000_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void whoComesWithoutTlsGetsNoAnswer() {
        try (RawClient plain = new RawClient(gateway.port())) {
            plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(plain.line()).isNull();
        }
    }

    @Test
    void withoutAKeyStoreItDoesNotStart() {
        Main main = Gateway.create();
        main.addOverrideProperty("camel.ssl.enabled", "true");
        main.addOverrideProperty("camel.server.port", Integer.toString(FreePort.next()));
        main.addOverrideProperty("camel.management.port", Integer.toString(FreePort.next()));

        assertThatThrownBy(main::start).hasStackTraceContaining("camel.ssl.keyStore is missing");
    }

    @Test
    void theManagementPortStaysAsItIs() {
        assertThat(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/live"))
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }
}
