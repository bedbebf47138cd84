package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.mock.MockComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route needs and the gateway does not bring. */
class ExtraJarsIT {

    private static final String ROUTE = """
            - route:
                id: hello
                from:
                  uri: platform-http
                  parameters:
                    path: /hello
                  steps:
                    - %s
                    - setBody: {constant: hello}
            """;

    @TempDir
    private Path directory;

    private void route(String step) throws Exception {
        new EditedRoutes(Files.createDirectory(directory.resolve("routes"))).write("hello", ROUTE.formatted(step));
    }

    @Test
    void aComponentInTheFolderLibIsFound() throws Exception {
        route("to: {uri: mock:audit}");
        Path jar = Path.of(MockComponent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(jar, Files.createDirectory(directory.resolve("lib")).resolve("camel-mock.jar"));

        try (GatewayProcess gateway = GatewayProcess.start(directory, Map.of())) {
            gateway.awaitAnswers(Duration.ofSeconds(40));
            assertThat(gateway.get("/hello").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            to: {uri: mock:audit}              | the component mock is not there: put its jar (camel-mock, of the gateway's Camel)
            to: {uri: mock, parameters: {name: a}} | the component mock is not there: put its jar (camel-mock, of the gateway's Camel)
            process: {ref: client.acept}       | there is no step or bean client.acept: mend the name
            filter: {expression: {ref: {expression: is.night}}, steps: [{stop: {}}]} | there is no step or bean is.night: mend the name
            """)
    void whatIsNotThereIsNamedWithItsPlace(String step, String sentence) throws Exception {
        route(step);

        try (GatewayProcess gateway = GatewayProcess.start(directory, Map.of())) {
            assertThat(gateway.ended()).isTrue();
            String last = gateway.said().lines().reduce((one, other) -> other).orElseThrow();
            assertThat(last)
                    .startsWith("routes/hello.camel.yaml, line 8: " + sentence)
                    .doesNotContain("Exception");
        }
    }
}
