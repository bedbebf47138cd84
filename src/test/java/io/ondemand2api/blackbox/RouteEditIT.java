package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits copies of the real route files, as an operator would. */
class RouteEditIT {

    private static final String ROUTE = "chat-completions.camel.yaml";
    private static final String HEADER_STEP =
            "        - setHeader:\n            name: X-Team\n            expression:\n"
                    + "              constant:\n                expression: blue\n";

    @TempDir
    private Path routes;

    private GatewayUnderTest gateway;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(boolean reload) {
        gateway = GatewayUnderTest.start(Map.of(
                "camel.main.routesIncludePattern",
                "file:" + routes + "/*.camel.yaml",
                "camel.main.routesReloadEnabled",
                Boolean.toString(reload),
                "camel.main.routesReloadDirectory",
                routes.toString(),
                "camel.main.routesReloadPattern",
                "*.camel.yaml"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    private String original() throws IOException {
        return Files.readString(Path.of("routes", ROUTE));
    }

    /** After the step that empties the headers. */
    private String withHeader() throws IOException {
        return withHeader(original());
    }

    static String withHeader(String route) {
        return route.replace(
                "            ref: client.authenticate\n", "            ref: client.authenticate\n" + HEADER_STEP);
    }

    private void edit(String content) throws IOException {
        Files.writeString(routes.resolve(ROUTE), content);
    }

    /** While a route is loaded anew, Camel itself answers its path by a bare 503: nothing is asked until it is. */
    private void reload(String content) throws IOException {
        try (LogCapture log = new LogCapture()) {
            edit(content);
            soon().until(() -> log.text().contains("Routes reloaded"));
        }
    }

    private HttpResponse<String> ask() {
        return gateway.chat(Chat.streamed("hi"));
    }

    private HttpResponse<String> ready() {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/ready"))
                .build());
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }

    @Test
    void anEditIsLiveAfterARestart() throws IOException {
        edit(withHeader());

        start(false);

        assertThat(ask().headers().firstValue("X-Team")).hasValue("blue");
        assertThat(gateway.chat(Chat.whole("hi")).headers().firstValue("X-Team"))
                .hasValue("blue");
    }

    @Test
    void anEditIsLiveAfterAReload() throws IOException {
        start(true);
        assertThat(ask().headers().firstValue("X-Team")).isEmpty();

        reload(withHeader());

        assertThat(ask().headers().firstValue("X-Team")).hasValue("blue");
        assertThat(ready().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- route:\n    id: [broken\n",
                "- route:\n    id: chat-completions\n    from:\n      uri: direct:x\n      steps:\n        - teleport: {}\n",
                "- route:\n    id: chat-completions\n    from:\n      uri: direct:x\n      steps:\n        - bean: {colour: red}\n"
            })
    void aBrokenEditTurnsReadinessOffAndLeavesTheRunningRoutesAlone(String broken) throws IOException {
        start(true);
        edit(broken);

        // the file is looked at every two seconds
        soon().untilAsserted(() -> {
            assertThat(ready().statusCode()).isEqualTo(503);
            assertThat(ready().body()).contains("could not be loaded", ROUTE);
        });
        assertThat(ask().statusCode()).isEqualTo(200);

        reload(withHeader());

        assertThat(ask().headers().firstValue("X-Team")).hasValue("blue");
        soon().untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(200));
    }

    @Test
    void anEmptyFileLeavesTheRunningRouteAlone() throws IOException {
        start(true);
        edit("");

        soon().during(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(ask().statusCode()).isEqualTo(200));
    }

    @Test
    void aRouteThatCamelLosesTurnsReadinessOffByItsName() throws IOException {
        start(true);

        edit(original().replace("uri: direct\n", "uri: nosuchcomponent\n"));

        soon().untilAsserted(() -> {
            assertThat(ready().statusCode()).isEqualTo(503);
            assertThat(ready().body()).contains("chat-completions");
        });

        edit(original());

        soon().untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(200));
        assertThat(ask().statusCode()).isEqualTo(200);
    }
}
