package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ScriptedOnDemand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway and the Camel CLI: {@code mvn verify -Pcamel-cli}. The command layer is 4.17.0, the newest that registries
 * have; the runtime that it starts, and that the packaged jar is, is 4.18.0.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CamelCli {

    private static final Duration START = Duration.ofMinutes(2);
    private static final String EDITED = "chat-completions.camel.yaml";

    @TempDir
    private static Path installation;

    private static CamelCommand camel;

    @TempDir
    private Path directory;

    private ScriptedOnDemand upstream;
    private GatewayProcess gateway;

    @BeforeAll
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    static void install() throws Exception {
        camel = CamelCommand.install(installation);
    }

    @BeforeEach
    void prepare() throws IOException {
        upstream = ScriptedOnDemand.start(0);
        upstream.onQuery(query -> Behaviour.atOnce().saying("fine"));
        Files.createDirectory(directory.resolve("routes"));
        Files.copy(Path.of("application.properties"), directory.resolve("application.properties"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve("routes").resolve(file.getFileName()));
            }
        }
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        upstream.close();
    }

    private void start(List<String> command) {
        gateway = new GatewayProcess(
                        directory,
                        command,
                        Map.of(
                                "ONDEMAND_APIKEYS",
                                "upstream-secret-1",
                                "ONDEMAND_API_BASE",
                                upstream.base().toString(),
                                "PRIVATE_KEY",
                                GatewayUnderTest.CLIENT_KEY))
                .awaitAnswers(START);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }

    /** One line of columns, found by the process's id. */
    private String row(String... command) {
        return camel.say(command)
                .lines()
                .filter(line -> line.strip().startsWith(gateway.pid() + " "))
                .findFirst()
                .orElse("");
    }

    private void theCliSeesItAndEndsIt() throws InterruptedException {
        soon().untilAsserted(() -> assertThat(row("get")).contains("ondemand2api", "4.18.0", "Running"));
        soon().untilAsserted(
                        () -> assertThat(row("get", "circuit-breaker")).contains("ask-ondemand", "ondemand", "CLOSED"));

        camel.say("stop", Long.toString(gateway.pid()));

        assertThat(gateway.awaitExit(Duration.ofSeconds(40))).isZero();
        assertThat(gateway.said()).contains("Drained in");
    }

    @Test
    void theCommandLayerAndTheRuntimeHaveTheseVersions() {
        assertThat(camel.libraries())
                .contains("camel-jbang-core-4.17.0.jar", "camel-kamelet-main-4.18.0.jar", "camel-main-4.18.0.jar")
                .noneMatch(library -> library.startsWith("ondemand2api"));
    }

    @Test
    void camelRunStartsTheSameGatewayAndReloadsAnEditedRoute() throws Exception {
        start(camel.runRoutes(directory));

        assertThat(gateway.chat(Chat.whole("hi")).body()).contains("\"content\":\"fine\"");
        assertThat(gateway.chat(Chat.streamed("hi")).body()).contains("fine").contains("data: [DONE]");
        assertThat(gateway.ready().statusCode()).isEqualTo(200);
        assertThat(gateway.metrics()).contains("camel_exchanges_total");
        assertThat(gateway.said()).contains("Apache Camel 4.18.0 (ondemand2api) started");
        assertThat(gateway.said()).doesNotContain("upstream-secret", GatewayUnderTest.CLIENT_KEY);

        Path route = directory.resolve("routes").resolve(EDITED);
        Files.writeString(route, RouteEditIT.withHeader(Files.readString(route)));

        soon().untilAsserted(() -> assertThat(
                        gateway.chat(Chat.whole("hi")).headers().firstValue("X-Team"))
                .hasValue("blue"));
        theCliSeesItAndEndsIt();
    }

    @Test
    void aSignalDrainsWhatCamelRunStarted() throws Exception {
        start(camel.runRoutes(directory));
        upstream.onQuery(query -> Behaviour.usual()
                .firstDeltaAfter(Duration.ZERO)
                .saying("one ", "two ", "three ")
                .deltasEvery(Duration.ofSeconds(1)));

        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("count")).lineThatStartsWith("data: ");
            gateway.terminate();
            List<RawClient.Line> rest = client.data();
            assertThat(rest.get(rest.size() - 1).text()).isEqualTo("data: [DONE]");
        }

        assertThat(gateway.awaitExit(Duration.ofSeconds(30))).isZero();
    }

    @Test
    void theJarThatIsBuiltWithTheConnectorAnswersTheCli() throws Exception {
        start(List.of(GatewayProcess.java(), "-Duser.home=" + camel.home(), "-jar", GatewayProcess.JAR.toString()));

        theCliSeesItAndEndsIt();
    }
}
