package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a route can see, set and do with the steps that are made for it. */
class OperatorStepsIT {

    private static final String READ = "openai.readChatCompletion";

    @TempDir
    private Path folder;

    private EditedRoutes routes;
    private GatewayUnderTest gateway;
    private volatile Exchange probed;

    @BeforeEach
    void copyRoutes() {
        routes = new EditedRoutes(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(Map<String, String> more) {
        gateway = GatewayUnderTest.prepare(routes.settings(more))
                .binding("probe", exchange -> probed = exchange.copy())
                .start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> gateway.get("/v1/models").body().contains("predefined-"));
    }

    private void start() {
        start(Map.of());
    }

    private ReceivedQuery asked() {
        List<ReceivedQuery> queries = gateway.simulator().queries();
        return queries.get(queries.size() - 1);
    }

    private static String set(String name, String value) {
        return """
                - setProperty:
                    name: %s
                    expression:
                      constant:
                        expression: "%s"
                """.formatted(name, value);
    }

    private static String kamelet(String name, String... parameters) {
        StringBuilder step = new StringBuilder("- kamelet:\n    name: " + name + "\n    parameters:\n");
        for (int i = 0; i < parameters.length; i += 2) {
            step.append("      %s: %s%n".formatted(parameters[i], Chat.quoted(parameters[i + 1])));
        }
        return step.toString();
    }

    @Test
    void aRouteSeesTheRequestBeforeItsAnswer() {
        routes.after(EditedRoutes.CHAT, READ, """
                - setProperty:
                    name: said
                    expression:
                      ref:
                        expression: request.lastUserText
                - process:
                    ref: probe
                """);
        start();

        HttpResponse<String> answer = gateway.chat(Chat.streamed("hi"));
        assertThat(probed.getProperties())
                .containsEntry("model", "gpt-4o")
                .containsEntry("stream", true)
                .containsEntry("clientLabel", "client-1")
                .containsEntry("dialect", "openai")
                .containsEntry("said", "hi")
                .containsEntry(
                        "requestId", answer.headers().firstValue("x-request-id").orElseThrow());
        Object conversation = probed.getProperty("conversationId");
        gateway.chat("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"fine\"},{\"role\":\"user\",\"content\":\"and?\"}]}");
        assertThat(probed.getProperties())
                .containsEntry("conversationId", conversation)
                .containsEntry("stream", false)
                .containsEntry("said", "and?");
    }

    @Test
    void aRouteSeesWhatBecameOfTheRequest() {
        routes.append(EditedRoutes.CHAT, "- process:\n    ref: probe\n");
        start();

        gateway.chat(Chat.whole("hi"));

        Awaitility.await().untilAsserted(() -> assertThat(probed).isNotNull());
        assertThat(probed.getProperties())
                .containsEntry("status", 200)
                .containsEntry("finishReason", "stop")
                .containsEntry("attempts", 1)
                .containsEntry("keyLabel", "key-1")
                .containsEntry("endpoint", "predefined-openai-gpt4o")
                .containsKeys("tokens", "inputTokens", "outputTokens", "firstTokenMillis");
    }

    @Test
    void theErrorRouteSeesHowTheRequestFailed() {
        routes.write("errors", """
                - routeConfiguration:
                    id: errors
                    onException:
                      - onException:
                          exception:
                            - java.lang.Throwable
                          handled:
                            constant:
                              expression: "true"
                          steps:
                            - process:
                                ref: errors.answer
                            - process:
                                ref: probe
                """);
        start();

        gateway.chat("{\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        Awaitility.await().untilAsserted(() -> assertThat(probed).isNotNull());
        assertThat(probed.getProperties()).containsEntry("status", 404).containsEntry("errorType", "model_not_found");
    }

    @Test
    void whatARouteSetsIsAsked() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                set("model", "gpt-4o-mini")
                        + set("systemPrompt", "Answer in French.")
                        + set("temperature", "0.25")
                        + set("maxTokens", "1000")
                        + set("keyLabel", "key-2"));
        start(Map.of("ondemand.apiKeys", "upstream-secret-1,upstream-secret-2"));

        for (int i = 0; i < 3; i++) {
            JsonNode answer = Chat.json(gateway.chat("{\"model\":\"gpt-4o\",\"temperature\":2,\"messages\":["
                            + "{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"hi\"}]}")
                    .body());
            assertThat(answer.path("model").asText()).isEqualTo("gpt-4o");
            assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4o-mini");
            assertThat(asked().fulfillmentPrompt()).contains("Answer in French.\n\nBe kind.");
            assertThat(asked().modelConfigs().path("temperature").asDouble()).isEqualTo(0.25);
            assertThat(asked().apikey()).isEqualTo("upstream-secret-2");
        }
    }

    @Test
    void aRouteLimitsAttemptsAndTime() {
        routes.after(EditedRoutes.CHAT, READ, set("attempts", "1") + set("timeout", "500"));
        start();

        gateway.simulator().onQuery(query -> Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}"))));
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(502);
        assertThat(gateway.simulator().queries()).hasSize(1);

        gateway.simulator().onQuery(query -> Behaviour.usual().opening(new Opening.Silence()));
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(504);
    }

    @Test
    void aValueThatCannotBeIsAFaultOfTheRoute() {
        routes.after(EditedRoutes.CHAT, READ, set("temperature", "hot"));
        start();

        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(500);
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @Test
    void aClientIsRefusedWithTheOperatorsWords() {
        routes.after(
                EditedRoutes.CHAT,
                "client.authenticate",
                kamelet(
                        "client-refuse",
                        "status",
                        "429",
                        "code",
                        "closed",
                        "message",
                        "Closed for ${exchangeProperty.clientLabel}.",
                        "retryAfter",
                        "7"));
        start();

        HttpResponse<String> refused = gateway.chat(Chat.whole("hi"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("7");
        JsonNode error = Chat.json(refused.body()).path("error");
        assertThat(error.path("message").asText()).isEqualTo("Closed for client-1.");
        assertThat(error.path("code").asText()).isEqualTo("closed");
    }

    @Test
    void wordsAreMaskedAcrossDeltas() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                kamelet("answer-transform-text", "pattern", "(?i)acme\\b", "replacement", "***")
                        + kamelet("answer-transform-text", "pattern", "(\\d)\\d{3}", "replacement", "$1xxx"));
        start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("At A", "c", "ME we pay 12", "34 ac"));

        assertThat(Chat.content(gateway.chat(Chat.streamed("hi")).body())).isEqualTo("At *** we pay 1xxx ac");
        assertThat(Chat.json(gateway.chat(Chat.whole("hi")).body())
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("At *** we pay 1xxx ac");
    }

    @Test
    void anExpressionMakesWhatStandsForEachMatchAlsoWhereDeltasCutIt() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                kamelet(
                        "answer-transform-match",
                        "pattern",
                        "ACME\\d+",
                        "expression",
                        "${body.toLowerCase()}$1 for ${exchangeProperty.clientLabel}"));
        start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("See A", "CME1", "2, and ACME3", "."));
        String expected = "See acme12$1 for client-1, and acme3$1 for client-1.";

        assertThat(Chat.content(gateway.chat(Chat.streamed("hi")).body())).isEqualTo(expected);
        assertThat(Chat.json(gateway.chat(Chat.whole("hi")).body())
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void aProcessorMakesWhatStandsForEachMatch() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                kamelet("answer-transform-match", "pattern", "[a-z]+", "language", "ref", "expression", "reverse"));
        start();
        Processor reverse = exchange -> exchange.getMessage()
                .setBody(new StringBuilder(exchange.getMessage().getBody(String.class)).reverse());
        gateway.main().getCamelContext().getRegistry().bind("reverse", reverse);
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("ab", "c de", "f"));

        assertThat(Chat.content(gateway.chat(Chat.streamed("hi")).body())).isEqualTo("cba fed");
    }

    @Test
    void anExpressionThatFailsFailsTheAnswerAndItsTextIsInNoLog() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                kamelet("answer-transform-match", "pattern", "SECRET", "expression", "${body.noSuchMethod}"));
        start();
        // in one piece, and in pieces that come when it has failed already
        for (Behaviour behaviour : List.of(
                Behaviour.atOnce().saying("a SECRET word"),
                Behaviour.atOnce().saying("a SECRET", " word", " and", " more").deltasEvery(Duration.ofMillis(50)))) {
            anAnswerFails(behaviour);
        }
    }

    private void anAnswerFails(Behaviour behaviour) {
        int before = gateway.simulator().queries().size();
        gateway.simulator().onQuery(query -> behaviour);
        try (LogCapture log = new LogCapture()) {
            HttpResponse<String> answer = gateway.chat(Chat.whole("hi"));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(Chat.json(answer.body()).at("/error/type").asText()).isEqualTo("server_error");
            assertThat(log.text()).contains("answer-transform-match").doesNotContain("SECRET");
            assertThat(gateway.simulator().queries()).as("no other attempt").hasSize(before + 1);
        }
    }

    @Test
    void anotherModelAnswersWhenOneFailsOrIsInactive() {
        routes.after(EditedRoutes.CHAT, READ, kamelet("answer-fallback", "models", "no-such, gpt-4o-mini"));
        start();
        gateway.simulator()
                .onQuery(query -> query.endpointId().endsWith("mini")
                        ? Behaviour.atOnce().saying("from mini")
                        : Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}"))));

        for (String answer : List.of(
                gateway.chat(Chat.whole("hi")).body(),
                gateway.chat(Chat.streamed("hi")).body(),
                gateway.chat(Chat.whole("hi").replace("gpt-4o", "gone")).body())) {
            assertThat(answer).contains("from mini").doesNotContain("\"error\"");
        }
    }

    @Test
    void aModelIsAskedInPlaceOfAnotherForSomeClients() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                kamelet("model-route", "model", "gpt-4o", "to", "gpt-4o-mini", "client", "client-2"));
        start(Map.of("gateway.clientKeys", GatewayUnderTest.CLIENT_KEY + ",other"));

        gateway.chat(Chat.whole("hi"));
        assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4o");
        gateway.chatAs("other", Chat.whole("hi"));
        assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4o-mini");
    }

    @Test
    void instructionsGoBeforeTheClientsOrInTheirPlace() {
        routes.after(
                EditedRoutes.CHAT,
                READ,
                kamelet("prompt-prepend", "text", "You serve ${exchangeProperty.clientLabel}.", "mode", "replace"));
        start();

        gateway.chat("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
                + "{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(asked().fulfillmentPrompt()).contains("You serve client-1.").doesNotContain("Be kind.");
    }

    @Test
    void aThrottleCountsEachClientByItself() {
        routes.after(EditedRoutes.CHAT, "client.authenticate", """
                - throttle:
                    timePeriodMillis: "60000"
                    rejectExecution: true
                    correlationExpression:
                      simple:
                        expression: ${exchangeProperty.clientLabel}
                    expression:
                      constant:
                        expression: "1"
                """);
        start(Map.of("gateway.clientKeys", GatewayUnderTest.CLIENT_KEY + ",other"));

        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(200);
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(429);
        assertThat(gateway.chatAs("other", Chat.whole("hi")).statusCode()).isEqualTo(200);
    }
}
