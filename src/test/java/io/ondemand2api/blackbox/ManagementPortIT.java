package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may change what while the gateway runs. */
class ManagementPortIT {

    private static final String LOG = "/observe/log/io.ondemand2api.upstream";

    private static HttpResponse<String> put(GatewayUnderTest gateway, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.management(path)).PUT(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return GatewayUnderTest.send(request.build());
    }

    private static Level level() {
        return LogManager.getLogger("io.ondemand2api.upstream").getLevel();
    }

    @Test
    void theLogLevelChangesAndComesBackWithoutARestart() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            Level before = level();

            HttpResponse<String> set = put(gateway, LOG, "debug");
            assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
            assertThat(level()).isEqualTo(Level.DEBUG);
            assertThat(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/log"))
                                    .build())
                            .body())
                    .contains("io.ondemand2api.upstream debug");

            GatewayUnderTest.send(
                    HttpRequest.newBuilder(gateway.management(LOG)).DELETE().build());
            assertThat(level()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/observe/log/org.apache.hc, debug, 404",
        "/observe/log/io.ondemand2apix, debug, 404",
        "/observe/log/io.ondemand2api, trace, 400",
        "/observe/log/io.ondemand2api, '', 400"
    })
    void nothingElseCanBeSet(String path, String level, int status) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            assertThat(put(gateway, path, level).statusCode()).isEqualTo(status);
            assertThat(put(gateway, LOG, "x".repeat(10_000)).statusCode()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "X-Forwarded-For, 203.0.113.9",
        "Forwarded, for=203.0.113.9",
        "X-Real-IP, 203.0.113.9",
        "Via, 1.1 a-proxy"
    })
    void aPageOfAnotherOriginAndWhatAProxyHandsOnChangeNothing(String header, String value) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            Level before = level();

            assertThat(put(gateway, LOG, "debug", header, value).statusCode()).isEqualTo(403);
            assertThat(level()).isEqualTo(before);
        }
    }

    @Test
    void aQueryThatCannotBeDecodedIsTheClientsFault() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                RawClient client = new RawClient(gateway.management("/").getPort())) {
            client.send("GET /observe/health?%zz HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void anotherNameOfThisMachineChangesNothing() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                RawClient client = new RawClient(gateway.management("/").getPort())) {
            RawClient.Answer answer = client.send(
                            "PUT " + LOG + " HTTP/1.1\r\nHost: rebound.example\r\n" + "Content-Length: 5\r\n\r\ndebug")
                    .answer();

            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @Test
    void aTokenIsAskedForWhereOneIsSet() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("gateway.managementToken", "the-token"))) {
            assertThat(put(gateway, LOG, "info").statusCode()).isEqualTo(403);
            assertThat(put(gateway, LOG, "info", "Authorization", "Bearer the-tokem")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(put(gateway, LOG, "info", "Authorization", "Bearer the-token")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/live"))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
