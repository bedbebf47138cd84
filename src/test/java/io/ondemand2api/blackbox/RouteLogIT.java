package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator who lets a route log all that Camel can print of an exchange: no key is in it. */
class RouteLogIT {

    private static final String UPSTREAM_KEY = "upstream-secret-of-this-test";
    private static final String CALL = "ask-ondemand";
    private static final String EVERYTHING = """
            - to:
                uri: log:everything
                parameters:
                  showAll: true
                  showAllProperties: true
                  showStreams: true
                  maxChars: 0
            - log:
                message: "header ${header.apikey} property ${exchangeProperty.ondemandKey} all ${headers}"
            """;

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
        gateway = GatewayUnderTest.start(routes.settings(Map.of("ondemand.apiKeys", UPSTREAM_KEY)));
    }

    @Test
    void noKeyIsInALogOfAllThatAnExchangeHolds() {
        String failed = "            - process:\n                id: answer-with-error\n";
        routes.after(EditedRoutes.CHAT, "client.accept", EVERYTHING)
                .after(EditedRoutes.CHAT, "openai.readChatCompletion", EVERYTHING)
                .append(EditedRoutes.CHAT, EVERYTHING)
                .after("answer", "answer.resolveModel", EVERYTHING)
                .after(CALL, "ondemand.setTarget", EVERYTHING)
                .after(CALL, "ondemand.rethrowFailure", EVERYTHING)
                .replace("errors", failed, EVERYTHING.indent(12) + failed);
        try (LogCapture log = new LogCapture()) {
            start();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
            assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(200);
            assertThat(gateway.chat(Chat.streamed("hi")).body()).contains("[DONE]");
            gateway.simulator().onQuery(query -> Behaviour.usual().opening(new Opening.Instead(Reply.json(401, "{}"))));
            assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isGreaterThanOrEqualTo(500);

            assertThat(log.text())
                    .contains("header key-1 property key-1", "ondemandKey=key-1", "parsedRequest=")
                    .doesNotContain(UPSTREAM_KEY, GatewayUnderTest.CLIENT_KEY);
        }
        List<ReceivedQuery> queries = gateway.simulator().queries();
        assertThat(queries)
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query.call().apikey()).isEqualTo(UPSTREAM_KEY));
    }

    @Test
    void noWordOfTheClientsIsInALogOfTheProperties() {
        String properties = """
                - to:
                    uri: log:properties
                    parameters:
                      showAllProperties: true
                      showBody: false
                      maxChars: 0
                """;
        routes.after(EditedRoutes.CHAT, "openai.readChatCompletion", properties)
                .append(EditedRoutes.CHAT, properties)
                .after(CALL, "ondemand.rethrowFailure", properties);
        try (LogCapture log = new LogCapture()) {
            start();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("the answer"));
            gateway.chat(
                    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"a canary of the system\"},"
                            + "{\"role\":\"user\",\"content\":\"a canary of the user\"}]}");

            assertThat(log.text()).contains("parsedRequest=").doesNotContain("canary", "the answer");
        }
    }
}
