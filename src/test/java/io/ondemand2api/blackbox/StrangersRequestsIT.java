package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.cases.AnswerCase;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real clients send in Responses and Messages, each from a public report of a gateway that failed on it or from
 * its family. Each is answered whole, streamed and where tokens are counted; what was said reaches the model, and what is
 * nothing to it does not.
 */
class StrangersRequestsIT {

    private static final Path FILE = Path.of("src/test/resources/strangers-requests.json");

    private static GatewayUnderTest gateway;

    /**
     * One request.
     *
     * @param body without the model
     * @param holds what the model is asked
     * @param lacks what it is not told
     * @param instructions what its instructions hold
     */
    private record Stranger(
            String id,
            ApiDialect dialect,
            ObjectNode body,
            List<String> holds,
            List<String> lacks,
            List<String> instructions) {

        static Stranger of(JsonNode json) {
            return new Stranger(
                    json.get("id").textValue(),
                    ApiDialect.valueOf(json.get("dialect").textValue()),
                    (ObjectNode) json.get("body"),
                    texts(json.get("holds")),
                    texts(json.get("lacks")),
                    texts(json.get("instructions")));
        }

        private static List<String> texts(JsonNode list) {
            return StreamSupport.stream(list.spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList();
        }

        String body(boolean stream) {
            ObjectNode whole = body.deepCopy().put("model", "gpt-4o");
            if (dialect == ApiDialect.MESSAGES && !whole.has("max_tokens")) {
                whole.put("max_tokens", 1000);
            }
            if (stream || !whole.has("stream")) {
                whole.put("stream", stream);
            }
            return AnswerCase.body(whole);
        }

        @Override
        public String toString() {
            return dialect + ": " + id;
        }
    }

    static Stream<Stranger> strangers() throws IOException {
        return StreamSupport.stream(new JsonMapper().readTree(FILE.toFile()).spliterator(), false)
                .map(Stranger::of);
    }

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("ondemand.sessions", "fresh"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void isAnsweredAndToldToTheModel(Stranger stranger) {
        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

            HttpResponse<String> response = stranger.dialect().send(gateway, stranger.body(stream));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(stranger.dialect().client().read(response.body(), stream).content())
                    .isEqualTo("fine");
            ReceivedQuery asked = gateway.simulator().queries().get(0);
            String instructions = String.valueOf(asked.fulfillmentPrompt());
            stranger.holds().forEach(words -> assertThat(asked.query()).contains(words));
            stranger.lacks().forEach(words -> assertThat(asked.query()).doesNotContain(words));
            stranger.instructions().forEach(words -> assertThat(instructions).contains(words));
        }
        String count = stranger.dialect() == ApiDialect.MESSAGES ? "/count_tokens" : "/input_tokens";
        HttpResponse<String> counted = gateway.post(stranger.dialect().client().path() + count, stranger.body(false));
        assertThat(counted.statusCode()).as(counted.body()).isEqualTo(200);
    }
}
