package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {

    private ScriptedOnDemand simulator;
    private Caller caller;

    @BeforeEach
    void start() {
        simulator = ScriptedOnDemand.start(0);
        simulator.onQuery(query -> Behaviour.atOnce());
        caller = new Caller(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void assertRefused(int status, String errorCode, String message, String path, String key, String body)
            throws Exception {
        var response = caller.send("POST", path, key, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"message\":\"" + message + "\",\"errorCode\":\"" + errorCode + "\"}");
    }

    @Test
    void aSessionIsCreatedWith201AndAnIdOf24HexDigits() throws Exception {
        var response = caller.send("POST", "/chat/v1/sessions", Caller.KEY, "{\"externalUserId\":\"u\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(Caller.json(response.body()).path("data").path("id").asText())
                .matches("[0-9a-f]{24}");
    }

    @Test
    void aSessionNeedsAnExternalUserId() throws Exception {
        assertRefused(400, "invalid_request", "externalUserId is required", "/chat/v1/sessions", Caller.KEY, "{}");
    }

    @Test
    void aMissingKeyAndAnEmptyKeyAreRefusedDifferently() throws Exception {
        assertRefused(401, "unauthenticated", "No API key header", "/chat/v1/sessions", null, "{}");
        assertRefused(500, "server_error", "Internal server error", "/chat/v1/sessions", "", "{}");
    }

    @Test
    void anUnknownPathIsAnsweredByTheGatewayInFront() throws Exception {
        var response = caller.send("GET", "/chat/v2/sessions", Caller.KEY, null);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .matches("\\{\"message\":\"no Route matched with those values\",\"request_id\":\"[0-9a-f]{32}\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "query":"x"                            | "query":""                                     | query is required
            "predefined-openai-gpt4o"              | ""                                             | endpointId is required
            predefined-openai-gpt4o                | no-such-model                                  | endpointId no-such-model is not active
            predefined-openai-gpt4o                | predefined-openai-gpto3-mini                   | endpointId predefined-openai-gpto3-mini is not active
            "stream"                               | "webhook"                                      | responseMode must be sync or stream
            predefined-openai-gpt4o"               | predefined-gpt-5.6-sol","reasoningEffort":"high" | reasoningEffort is not valid for endpointId predefined-gpt-5.6-sol
            "pluginIds"                            | "reasoningEffort":"low","pluginIds"            | reasoningEffort is not valid for endpointId predefined-openai-gpt4o
            "pluginIds"                            | "modelConfigs":{"presencePenalty":-1},"pluginIds"  | presencePenalty must be between 0 and 2
            "pluginIds"                            | "modelConfigs":{"frequencyPenalty":2.1},"pluginIds" | frequencyPenalty must be between 0 and 2
            "pluginIds"                            | "modelConfigs":{"temperature":3},"pluginIds"   | temperature must be between 0 and 2
            "pluginIds"                            | "modelConfigs":{"topP":1.5},"pluginIds"        | topP must be between 0 and 1
            "pluginIds"                            | "modelConfigs":{"stopSequences":["a","b","c","d","e"]},"pluginIds" | stopSequences must hold 4 or fewer
            }                                      | ,                                              | Invalid request body
            """, quoteCharacter = '\'')
    void aQueryIsRefusedForWhatIsWrongWithIt(String part, String wrong, String message) throws Exception {
        assertRefused(
                400,
                "invalid_request",
                message,
                Caller.queryPath(caller.newSession()),
                Caller.KEY,
                Caller.streamBody("x").replace(part, wrong));
    }

    @Test
    void aSessionServesOnlyTheKeyThatMadeIt() throws Exception {
        String path = Caller.queryPath(caller.newSession("key-b"));
        assertRefused(404, "not_found", "Chat session not found", path, Caller.KEY, Caller.streamBody("x"));
    }

    @Test
    void aDeletedOrForgottenSessionIsNotFound() throws Exception {
        String session = caller.newSession();
        String path = "/chat/v1/sessions/" + session;
        assertThat(caller.send("DELETE", path, Caller.KEY, null).statusCode()).isEqualTo(200);
        assertThat(caller.send("DELETE", path, Caller.KEY, null).statusCode()).isEqualTo(404);
        String other = caller.newSession();
        simulator.forgetSessions();
        assertThat(caller.query(other, Caller.streamBody("x")).statusCode()).isEqualTo(404);
    }

    @Test
    void aSyncAnswerSaysWhatItWasAskedAndWhichTurnItIs() throws Exception {
        String session = caller.newSession();
        caller.query(session, Caller.syncBody("first"));
        JsonNode data = Caller.json(
                        caller.query(session, Caller.syncBody("a\\nlast líne")).body())
                .path("data");
        assertThat(data.path("sessionId").asText()).isEqualTo(session);
        assertThat(data.path("status").asText()).isEqualTo("completed");
        assertThat(data.path("metrics").path("totalTokens").asInt()).isPositive();
        assertThat(data.path("answer").asText())
                .contains("simulator 🎭", "predefined-openai-gpt4o", "turn 2", "0 characters of instructions")
                .contains("11 characters of query")
                .endsWith("«last líne»");
    }

    @Test
    void aSyncAnswerCanFailWith200() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().withFailedStatus());
        var response = caller.query(caller.newSession(), Caller.syncBody("x"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"status\":\"failed\"");
    }

    @Test
    void aLongLastLineIsRepeatedOnlyInPart() throws Exception {
        String answer = Caller.json(caller.query(caller.newSession(), Caller.syncBody("x" + "🎭".repeat(500)))
                        .body())
                .path("data")
                .path("answer")
                .asText();
        assertThat(answer).endsWith("«x" + "🎭".repeat(99) + "…»");
    }

    @Test
    void theMessagesOfASessionHoldWholeAnswersEvenOfBrokenStreams() throws Exception {
        simulator.onQuery(query -> Behaviour.atOnce().saying("whole", " answer").cutAfter(1));
        String session = caller.newSession();
        caller.query(session, Caller.streamBody("one"));
        caller.query(session, Caller.streamBody("two"));
        String path = "/chat/v1/sessions/" + session + "/messages";
        JsonNode turns =
                Caller.json(caller.send("GET", path, Caller.KEY, null).body()).path("data");
        assertThat(turns).hasSize(2).allSatisfy(turn -> {
            assertThat(turn.path("answer").asText()).isEqualTo("whole answer");
            assertThat(turn.path("status").asText()).isEqualTo("completed");
        });
        String id = turns.get(1).path("id").asText();
        JsonNode one = Caller.json(
                        caller.send("GET", path + "/" + id, Caller.KEY, null).body())
                .path("data");
        assertThat(one.path("query").asText()).isEqualTo("two");
    }

    @Test
    void theRegistryListsActiveAndInactiveModels() throws Exception {
        String body = caller.send("GET", "/config/v1/public/endpoints", Caller.KEY, null)
                .body();
        assertThat(body)
                .contains("{\"endpoint_id\":\"predefined-gpt-5.6-luna\",\"endpoint_name\":\"gpt-5.6-luna\","
                        + "\"model_id\":\"gpt-5.6-luna\",\"status\":\"active\",\"is_premium\":false,"
                        + "\"reasoning_efforts\":[\"low\",\"medium\",\"max\"],\"context_length\":1050000,"
                        + "\"streaming_supported\":true}");
        JsonNode data = Caller.json(body).path("endpointsData");
        assertThat(StreamSupport.stream(data.spliterator(), false)
                        .filter(entry -> entry.path("status").asText().equals("inactive"))
                        .map(entry -> entry.path("endpoint_id").asText()))
                .containsExactly("predefined-openai-gpto3-mini", "predefined-claude-4-6-opus");
    }

    @Test
    void aModelCanBecomeInactiveAndComeBack() throws Exception {
        simulator.setActive("predefined-openai-gpt4o", false);
        String session = caller.newSession();
        assertThat(caller.query(session, Caller.streamBody("x")).statusCode()).isEqualTo(400);
        simulator.setActive("predefined-openai-gpt4o", true);
        assertThat(caller.query(session, Caller.streamBody("x")).statusCode()).isEqualTo(200);
    }
}
