package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each model is taught the form of calls that the operator says it was trained on. */
class CallFormIT {

    private static final String PROFILES = """
            - name: local
              endpoint: predefined-openai-gpt4.1
              callForm: qwen
            - name: careful
              endpoint: predefined-openai-gpt4o
              fallbackModels: [predefined-glm-5.3]
            """;

    /** An agent's second step: a call of the first one with its result. */
    private static final String REQUEST = """
            {"model":"%s","messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":
            {"name":"get_weather","arguments":"{\\"city\\":\\"Paris\\",\\"days\\":2}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"rain"}],
            "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":
            {"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}}]}""";

    private static final Pattern PAST_CALL = Pattern.compile("(?s)<(tool_call|function_calls)\\b(?! *>…).*?</\\1>");

    @TempDir
    private static Path folder;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        Path file = Files.writeString(folder.resolve("models.yaml"), PROFILES);
        gateway = GatewayUnderTest.start(Map.of(
                "models.profiles", file.toString(),
                "models.callForm.predefined-glm-5.3", "glm",
                "models.callForm.predefined-claude-sonnet-5", "claude",
                "ondemand.sessions", "fresh",
                "gateway.attempts", "1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
    }

    private static List<ReceivedQuery> queries() {
        return gateway.simulator().queries();
    }

    private static String pastCall(ReceivedQuery query) {
        Matcher call = PAST_CALL.matcher(query.query());
        assertThat(call.find()).as(query.query()).isTrue();
        return call.group();
    }

    static Stream<Arguments> modelsInEachDialect() {
        Map<String, String> marks = Map.of(
                "gpt-4o", "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>",
                "local", "<tool_call>\n<function=NAME>\n<parameter=FIRST_PARAMETER>\n",
                "predefined-glm-5.3", "<tool_call>NAME\n<arg_key>FIRST_PARAMETER</arg_key>\n<arg_value>",
                "predefined-claude-sonnet-5", "<function_calls>\n<invoke name=\"NAME\">\n<parameter name=");
        return Stream.of(ApiDialect.values())
                .flatMap(dialect ->
                        marks.entrySet().stream().map(mark -> Arguments.of(dialect, mark.getKey(), mark.getValue())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("modelsInEachDialect")
    void aModelIsTaughtItsFormAndWhatItImitatesIsACall(ApiDialect dialect, String model, String form) {
        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            // it writes what it was shown, for another city
            gateway.simulator()
                    .onQuery(query -> Behaviour.atOnce()
                            .saying(pastCall(query).replace("Paris", "Rome").split("(?<=\\G.{7})", 0)));
            ObjectNode request = ((ObjectNode) Chat.json(REQUEST.formatted(model))).put("stream", stream);

            HttpResponse<String> response = dialect.send(gateway, dialect.request(request));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(queries()).hasSize(1);
            assertThat(queries().get(0).fulfillmentPrompt()).contains("\n" + form);
            assertThat(queries().get(0).fulfillmentPrompt().split(Pattern.quote(form), -1))
                    .hasSize(2);
            ClientAnswer answer = dialect.client().read(response.body(), stream);
            assertThat(answer.content()).isEmpty();
            assertThat(answer.calls())
                    .isEqualTo(Chat.json("[{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\",\"days\":2}}]"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            predefined-glm-5.3         | <arg_key>FIRST_PARAMETER</arg_key>
            predefined-claude-sonnet-5 | <invoke name="NAME">
            local                      | <function=NAME>
            gpt-4o                     | <tool_call>{"name":"NAME"
            """)
    void aModelIsAskedAgainInItsForm(String model, String form) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(
                                query.ordinal() == 1
                                        ? "<tool_call>{\"name\":\"get_weather\",,,</tool_call>"
                                        : "Rain."));

        HttpResponse<String> response = gateway.chat(REQUEST.formatted(model));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(queries()).hasSize(2);
        assertThat(queries().get(1).query()).contains(form);
    }

    @Test
    void theModelThatIsAskedInPlaceOfAnotherIsTaughtItsOwnForm() {
        gateway.simulator()
                .onQuery(query -> query.endpointId().endsWith("gpt4o")
                        ? Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}")))
                        : Behaviour.atOnce()
                                .saying("<tool_call>get_weather\n<arg_key>city</arg_key>\n"
                                        + "<arg_value>Rome</arg_value>\n</tool_call>"));

        JsonNode answer = Chat.json(gateway.chat(REQUEST.formatted("careful")).body());

        assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"city\":\"Rome\"}");
        assertThat(queries().get(0).fulfillmentPrompt()).doesNotContain("arg_key");
        ReceivedQuery last = queries().get(queries().size() - 1);
        assertThat(last.endpointId()).isEqualTo("predefined-glm-5.3");
        assertThat(last.fulfillmentPrompt()).contains("<arg_key>");
        assertThat(pastCall(last)).contains("<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>");
    }

    @Test
    void aModelThatMayNotCallAnyMoreIsToldOfItsOwnMark() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("Rain."));
        ObjectNode request = (ObjectNode) Chat.json(REQUEST.formatted("predefined-claude-sonnet-5"));
        request.remove("tools");

        assertThat(gateway.chat(request.toString()).statusCode()).isEqualTo(200);

        assertThat(queries().get(0).fulfillmentPrompt())
                .isEqualTo("No tool can be called any more: answer in words, without <function_calls>.");
        assertThat(pastCall(queries().get(0))).contains("<invoke name=\"get_weather\"");
    }
}
