package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionTool;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToolsIT {

    private static final String CALL =
            "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>";
    private static final String TOOL =
            "{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"description\":\"Weather of a city\","
                    + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}}}";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
    }

    /** The model's answers, one after another; the last one again and again. */
    private static void saying(List<List<String>> answers) {
        gateway.simulator().onQuery(query -> {
            int index = (int) Math.min(query.ordinal() - 1, answers.size() - 1);
            return Behaviour.atOnce().saying(answers.get(index));
        });
    }

    /** Split so that the mark and the JSON lie across deltas. */
    private static List<String> split(String text) {
        return List.of(text.split("(?<=\\G.{5})"));
    }

    private static String body(boolean stream, String more, String... messages) {
        return "{\"model\":\"gpt-4o\",\"stream\":" + stream + "," + more + "\"messages\":["
                + (messages.length == 0
                        ? "{\"role\":\"user\",\"content\":\"Weather in Paris?\"}"
                        : String.join(",", messages))
                + "]}";
    }

    private static String tools(String more) {
        return "\"tools\":[" + TOOL + "]," + more;
    }

    private static List<ReceivedQuery> queries() {
        return gateway.simulator().queries();
    }

    private static ChatCompletionCreateParams.Builder params() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o")
                .addUserMessage("Weather in Paris?")
                .addTool(ChatCompletionTool.ofFunction(ChatCompletionFunctionTool.builder()
                        .function(FunctionDefinition.builder()
                                .name("get_weather")
                                .parameters(FunctionParameters.builder()
                                        .putAdditionalProperty("type", JsonValue.from("object"))
                                        .putAdditionalProperty(
                                                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                        .build())
                                .build())
                        .build()));
    }

    private static void isTheCall(ChatCompletion answer) {
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageToolCall call =
                answer.choices().get(0).message().toolCalls().orElseThrow().get(0);
        assertThat(call.asFunction().function().name()).isEqualTo("get_weather");
        assertThat(call.asFunction().function().arguments()).isEqualTo("{\"city\":\"Paris\"}");
        assertThat(call.asFunction().id()).startsWith("call_");
    }

    @Test
    void theOfficialClientReadsACallWhole() {
        saying(List.of(split(CALL)));

        ChatCompletion answer =
                gateway.openai().chat().completions().create(params().build()).validate();

        isTheCall(answer);
        assertThat(answer.choices().get(0).message().content()).isEmpty();
        assertThat(queries().get(0).fulfillmentPrompt()).contains("get_weather", "<tool_call>", "city");
    }

    @Test
    void theOfficialClientAccumulatesTextAndACallFromAStream() {
        saying(List.of(split("Let me look. " + CALL)));
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();

        try (StreamResponse<ChatCompletionChunk> stream =
                gateway.openai().chat().completions().createStreaming(params().build())) {
            stream.stream().peek(ChatCompletionChunk::validate).forEach(whole::accumulate);
        }

        isTheCall(whole.chatCompletion());
        assertThat(whole.chatCompletion().choices().get(0).message().content().orElseThrow())
                .startsWith("Let me look.")
                .doesNotContain("<tool_call>");
    }

    @Test
    void theToolsResultGoesToTheSameSession() {
        saying(List.of(split(CALL), List.of("It is ", "sunny.")));
        ChatCompletion first =
                gateway.openai().chat().completions().create(params().build()).validate();
        ChatCompletionMessageToolCall call =
                first.choices().get(0).message().toolCalls().orElseThrow().get(0);

        ChatCompletion second = gateway.openai()
                .chat()
                .completions()
                .create(params().addMessage(first.choices().get(0).message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.asFunction().id())
                                .content("sunny, 24 degrees")
                                .build())
                        .build())
                .validate();

        assertThat(second.choices().get(0).message().content()).contains("It is sunny.");
        assertThat(second.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(queries())
                .extracting(ReceivedQuery::sessionId)
                .containsOnly(queries().get(0).sessionId());
        assertThat(queries().get(1).query()).contains("sunny, 24 degrees").doesNotContain("Weather in Paris?");
    }

    @Test
    void argumentsThatDoNotFitAreAskedForAgainUnseen() {
        saying(List.of(
                split("<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"town\":1}}</tool_call>"), split(CALL)));

        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            HttpResponse<String> response = gateway.chat(body(stream, tools("")));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("Paris", "tool_calls").doesNotContain("town");
            assertThat(queries()).hasSize(2);
        }
    }

    /** As an agent's tool that wants ten letters, of which the model writes five twice. */
    private static String submit(boolean strict) {
        return "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"submit_and_exit\",\"strict\":" + strict
                + ",\"parameters\":{\"type\":\"object\",\"properties\":{\"result\":{\"type\":\"string\",\"minLength\":10}},"
                + "\"required\":[\"result\"],\"additionalProperties\":false}}}],";
    }

    @Test
    void argumentsThatNeverFitAreHandedOnToTheToolAndAreAnErrorForAStrictOne() {
        saying(List.of(
                split("<tool_call>{\"name\":\"submit_and_exit\",\"arguments\":{\"result\":\"done!\"}}</tool_call>")));

        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            HttpResponse<String> handedOn = gateway.chat(body(stream, submit(false)));

            assertThat(handedOn.statusCode()).isEqualTo(200);
            assertThat(handedOn.body()).contains("submit_and_exit", "done!", "tool_calls");
            assertThat(queries()).hasSize(2);
            HttpResponse<String> refused = gateway.chat(body(stream, submit(true)));

            assertThat(refused.statusCode()).isEqualTo(502);
            assertThat(refused.headers().firstValue("x-should-retry")).hasValue("false");
            assertThat(Chat.json(refused.body()).at("/error/message").asText()).contains("submit_and_exit", "result");
            assertThat(queries()).hasSize(4);
        }
    }

    @Test
    void aRequiredCallThatNeverComesIsAnHonestErrorThatNobodyRetries() {
        saying(List.of(List.of("I would rather talk.")));

        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> response = gateway.chat(body(stream, tools("\"tool_choice\":\"required\",")));

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
            assertThat(Chat.json(response.body()).at("/error/type").asText()).isEqualTo("server_error");
        }
        assertThat(Chat.json(gateway.get("/").body())
                        .at("/key_states/key-1/failed")
                        .asInt())
                .isZero();
    }

    @Test
    void anEstimateOfUsageCountsTheCalls() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce().saying(split(CALL)).withoutMetrics());

        HttpResponse<String> response = gateway.chat(body(false, tools("")));

        assertThat(response.headers().firstValue("x-ondemand2api-usage")).hasValue("estimated");
        assertThat(Chat.json(response.body()).at("/usage/completion_tokens").asInt())
                .isBetween(5, 20);
    }

    @Test
    void choiceNoneOffersNothing() {
        saying(List.of(List.of("Just text.")));

        HttpResponse<String> response = gateway.chat(body(false, tools("\"tool_choice\":\"none\",")));

        assertThat(Chat.json(response.body()).at("/choices/0/message/content").asText())
                .isEqualTo("Just text.");
        assertThat(queries().get(0).fulfillmentPrompt()).doesNotContain("get_weather");
    }

    @Test
    void aCallInsideACodeFenceIsAnExampleAndStaysText() {
        String text = "Like this:\n```\n" + CALL + "\n```\n";
        saying(List.of(split(text)));

        HttpResponse<String> response = gateway.chat(body(true, tools("")));

        assertThat(Chat.content(response.body())).isEqualTo(text);
        assertThat(response.body()).contains("\"finish_reason\":\"stop\"").doesNotContain("tool_calls");
    }

    @Test
    void legacyFunctionsGetTheLegacyForm() {
        saying(List.of(split(CALL)));
        String functions = "\"functions\":[" + Chat.json(TOOL).path("function") + "],";

        JsonNode choice = Chat.json(gateway.chat(body(false, functions)).body()).at("/choices/0");

        assertThat(choice.path("finish_reason").asText()).isEqualTo("function_call");
        assertThat(choice.at("/message/function_call/name").asText()).isEqualTo("get_weather");
    }

    @Test
    void jsonIsCheckedFreedOfItsFenceAndAskedForAgain() {
        String schema =
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,"
                        + "\"schema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}}},";
        saying(List.of(split("{\"n\":\"four\"}"), split("```json\n{\"n\": 4}\n```")));

        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            HttpResponse<String> response = gateway.chat(body(stream, schema));

            assertThat(response.statusCode()).isEqualTo(200);
            String content = stream
                    ? Chat.content(response.body())
                    : Chat.json(response.body())
                            .at("/choices/0/message/content")
                            .asText();
            assertThat(content).isEqualTo("{\"n\": 4}");
            assertThat(queries()).hasSize(2);
        }
    }

    @Test
    void jsonThatNeverFitsIsAnHonestError() {
        saying(List.of(List.of("no JSON at all")));

        HttpResponse<String> response = gateway.chat(body(true, "\"response_format\":{\"type\":\"json_object\"},"));

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
    }

    @Test
    void whatAClientWroteInASchemaIsNotLogged() {
        String schema = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":"
                + "{\"type\":\"object\",\"my-private-keyword\":1}}},";
        saying(List.of(List.of("{}")));

        try (LogCapture log = new LogCapture()) {
            assertThat(gateway.chat(body(false, schema)).statusCode()).isEqualTo(200);

            Awaitility.await().until(() -> log.text().contains("status=200"));
            assertThat(log.text()).doesNotContain("my-private-keyword");
        }
    }
}
