package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits that once broke something without a word. */
class OperatorFaultsIT {

    @TempDir
    private Path folder;

    private EditedRoutes routes;
    private GatewayUnderTest gateway;

    @BeforeEach
    void copyRoutes() {
        routes = new EditedRoutes(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start() {
        gateway = routes.start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    private HttpResponse<String> anonymous(String path) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path)).build());
    }

    private static void assertError(HttpResponse<String> answer, int status, String code, String message) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(Chat.json(answer.body()).at("/error/code").asText(null)).isEqualTo(code);
        assertThat(Chat.json(answer.body()).at("/error/message").asText()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/"})
    void theListOfModelsIsAnsweredByItsOwnRoute(String path) {
        routes.after("list-models", "client.authenticate", """
                - setHeader:
                    name: X-Route
                    expression:
                      constant:
                        expression: list
                """);
        start();

        HttpResponse<String> list = gateway.get(path);
        assertThat(list.headers().firstValue("X-Route")).hasValue("list");
        assertThat(list.body()).contains("predefined-");
        assertThat(gateway.get("/v1/models/predefined-openai-gpt4o").headers().firstValue("X-Route"))
                .isEmpty();
    }

    @Test
    void aConversionBeforeReadingLeavesAStreamAStream() {
        routes.after(EditedRoutes.CHAT, "client.readBody", """
                - unmarshal:
                    json: {}
                - marshal:
                    json: {}
                """);
        start();

        HttpResponse<String> stream = gateway.chat(Chat.streamed("hi"));
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(stream.body()).contains("fine");
        assertThat(gateway.chat(Chat.whole("hi")).headers().firstValue("Content-Type"))
                .hasValue("application/json");
    }

    @Test
    void aStepBehindTheAnswerSeesNeitherAKeyNorAClosedStream() {
        routes.append(EditedRoutes.CHAT, """
                - process:
                    ref: probe
                """);
        Exchange[] seen = new Exchange[1];
        gateway = GatewayUnderTest.prepare(routes.settings(Map.of()))
                .binding("probe", exchange -> seen[0] = exchange.copy())
                .start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(200);

        Awaitility.await().untilAsserted(() -> assertThat(seen[0]).isNotNull());
        assertThat(seen[0].getMessage().getHeaders()).isEmpty();
        assertThat(seen[0].getMessage().getBody()).isNull();
    }

    @Test
    void aRouteThatLosesTheRequestIsToldSoInTheLog() {
        routes.after(EditedRoutes.CHAT, "openai.readChatCompletion", """
                - removeProperties:
                    pattern: "*"
                """);
        start();

        try (LogCapture log = new LogCapture()) {
            assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(500);
            assertThat(log.text())
                    .contains("must not remove its exchange properties")
                    .doesNotContain("NullPointer");
        }
    }

    @Test
    void aPlainRouteAnswersAndItsFailuresAreErrorObjects() {
        routes.write("hello", """
                - route:
                    id: hello
                    from:
                      uri: platform-http
                      parameters:
                        path: /hello
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: ${header.fail} == 'yes'
                                steps:
                                  - setBody:
                                      expression:
                                        simple:
                                          expression: ${exchangeProperty.requestId.no.such}
                        - setBody:
                            expression:
                              simple:
                                expression: id ${exchangeProperty.requestId}
                """);
        start();

        HttpResponse<String> hello = anonymous("/hello");
        assertThat(hello.statusCode()).isEqualTo(200);
        assertThat(hello.body())
                .isEqualTo("id " + hello.headers().firstValue("x-request-id").orElseThrow());
        assertError(anonymous("/hello?fail=yes"), 500, "internal_error", "The gateway had an error");
    }

    @Test
    void aFailureWithinDoCatchIsAnErrorObject() {
        String failOver = "                        - process:\n                            id: fail-over\n";
        routes.replace("answer", failOver, """
                - setBody:
                    expression:
                      simple:
                        expression: ${exchangeProperty.requestId.no.such}
                """.indent(24) + failOver);
        start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying());

        assertError(gateway.chat(Chat.whole("hi")), 500, "internal_error", "The gateway had an error");
        assertError(gateway.chat(Chat.streamed("hi")), 500, "internal_error", "The gateway had an error");
    }

    @Test
    void aThrottleThatRejectsIsTooManyRequests() {
        routes.after(EditedRoutes.CHAT, "client.authenticate", """
                - throttle:
                    timePeriodMillis: "60000"
                    rejectExecution: true
                    expression:
                      constant:
                        expression: "1"
                """);
        start();

        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(200);
        HttpResponse<String> second = gateway.chat(Chat.whole("hi"));
        assertError(second, 429, "rate_limit_exceeded", "Too many requests");
        assertThat(second.headers().firstValue("retry-after")).hasValue("1");
    }

    @Test
    void anExceptionOfTheRouteIsAnErrorWithItsMessage() {
        routes.after(EditedRoutes.CHAT, "client.authenticate", """
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: Not on Sundays.
                """);
        start();

        assertError(gateway.chat(Chat.whole("hi")), 400, null, "Not on Sundays.");
    }

    @Test
    void aRequestThatIsNotValidForTheRouteIsToldSoWithoutItsWords() {
        routes.after(EditedRoutes.CHAT, "client.readBody", """
                - validate:
                    expression:
                      simple:
                        expression: ${body} contains 'please'
                """);
        start();

        assertError(gateway.chat(Chat.whole("secret words")), 400, null, "does not fit");
        assertThat(gateway.chat(Chat.whole("secret words")).body()).doesNotContain("secret words");
        assertThat(gateway.chat(Chat.whole("please")).statusCode()).isEqualTo(200);
    }

    @Test
    void aDeletedRouteFileTurnsReadinessOffSinceItsRouteStillRuns() throws Exception {
        gateway = routes.startReloading();
        Files.delete(routes.file("embeddings"));

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            HttpResponse<String> ready =
                    GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/ready"))
                            .build());
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("embeddings.camel.yaml", "until the next start");
        });
    }
}
