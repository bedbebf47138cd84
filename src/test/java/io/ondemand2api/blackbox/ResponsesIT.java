package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import com.openai.services.blocking.ResponseService;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Interruption;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer here is checked against OpenAI's schemas and the order of events, too: see {@link ResponsesCheck}. */
class ResponsesIT {

    private static final String PATH = "/v1/responses";
    private static final String WEATHER =
            "{\"type\":\"function\",\"name\":\"get_weather\",\"description\":\"Weather of a city\",\"strict\":false,"
                    + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}}";
    private static final String CALL =
            "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.clientKeys", GatewayUnderTest.CLIENT_KEY + ",another-client",
                "gateway.attempts", "1",
                "ondemand.firstEventTimeout", "5000",
                "gateway.keepAliveInterval", "300"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answer() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        saying("Grüße", ", \"wörld\" 😀", "\n\\done");
    }

    private static void saying(String... deltas) {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(deltas));
    }

    private static HttpResponse<String> send(String method, String path, String body, String key) {
        return gateway.send(method, path, body, key);
    }

    private static HttpResponse<String> post(String body) {
        return send("POST", PATH, body, GatewayUnderTest.CLIENT_KEY);
    }

    private static HttpResponse<String> get(String path) {
        return send("GET", path, null, GatewayUnderTest.CLIENT_KEY);
    }

    private static JsonNode whole(String body) {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Chat.json(response.body());
    }

    private static String request(boolean stream, String input, String more) {
        return "{\"model\":\"gpt-4o\",\"stream\":" + stream + ",\"input\":" + input + more + "}";
    }

    /** The response object, however it was asked for. */
    private static JsonNode ask(boolean stream, String input, String more) {
        HttpResponse<String> response = post(request(stream, input, more));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        if (!stream) {
            return Chat.json(response.body());
        }
        List<JsonNode> events = events(response.body());
        return events.get(events.size() - 1).path("response");
    }

    private static List<JsonNode> events(String stream) {
        return Chat.data(stream).stream().map(Chat::json).toList();
    }

    private static List<String> types(String stream) {
        return events(stream).stream()
                .map(event -> event.path("type").asText().replaceFirst("^response\\.", ""))
                .toList();
    }

    private static ReceivedQuery asked() {
        List<ReceivedQuery> queries = gateway.simulator().queries();
        return queries.get(queries.size() - 1);
    }

    private static ResponseCreateParams.Builder hello() {
        return ResponseCreateParams.builder().model("gpt-4o").input("hello");
    }

    @Test
    void theOfficialClientReadsAWholeResponse() {
        Response response = gateway.openai().responses().create(hello().build()).validate();

        assertThat(response.output()
                        .get(0)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("Grüße, \"wörld\" 😀\n\\done");
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void theOfficialClientAccumulatesAStream() {
        ResponseAccumulator whole = ResponseAccumulator.create();

        try (StreamResponse<ResponseStreamEvent> stream =
                gateway.openai().responses().createStreaming(hello().build())) {
            stream.stream().peek(ResponseStreamEvent::validate).forEach(whole::accumulate);
        }

        assertThat(whole.response()
                        .output()
                        .get(0)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("Grüße, \"wörld\" 😀\n\\done");
    }

    /** What the official client makes of a stream, or of a whole response. */
    private static Response told(boolean stream, ResponseCreateParams question) {
        if (!stream) {
            return gateway.openai().responses().create(question).validate();
        }
        ResponseAccumulator whole = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events =
                gateway.openai().responses().createStreaming(question)) {
            events.stream().peek(ResponseStreamEvent::validate).forEach(whole::accumulate);
        }
        return whole.response();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
    }

    /** A tool of the official client: its name and parameters are those of the class. */
    static final class Weather {
        public String city;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOfficialClientGoesRoundWithATool(boolean stream) {
        saying("I look. <tool_call>{\"name\":\"Weather\",\"argum", "ents\":{\"city\":\"Paris\"}}</tool_call>");
        List<ResponseInputItem> talk = new ArrayList<>();
        talk.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content("Weather " + stream + "?")
                .build()));

        Response first = told(
                stream, hello().inputOfResponse(talk).addTool(Weather.class).build());

        ResponseFunctionToolCall call = first.output().get(1).asFunctionCall();
        assertThat(call.arguments(Weather.class).city).isEqualTo("Paris");
        assertThat(text(first).strip()).isEqualTo("I look.");

        saying("It is sunny.");
        talk.add(ResponseInputItem.ofResponseOutputMessage(first.output().get(0).asMessage()));
        talk.add(ResponseInputItem.ofFunctionCall(call));
        talk.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("sunny, 24 degrees")
                .build()));
        Response second = told(
                stream, hello().inputOfResponse(talk).addTool(Weather.class).build());

        assertThat(text(second)).isEqualTo("It is sunny.");
        assertThat(asked().query()).contains("sunny, 24 degrees").doesNotContain("Weather " + stream);
    }

    @Test
    void theOfficialClientGetsAnObjectOfItsClass() {
        saying("```json\n", "{\"city\":\"Rome\"}", "\n```");

        Weather weather = gateway.openai()
                .responses()
                .create(hello().text(Weather.class).build())
                .output()
                .get(0)
                .asMessage()
                .content()
                .get(0)
                .asOutputText();

        assertThat(weather.city).isEqualTo("Rome");
    }

    @Test
    void theOfficialClientGoesOnFromAResponseAndForgetsIt() {
        ResponseService responses = gateway.openai().responses();
        Response first = responses.create(hello().build());

        Response second = responses.create(
                hello().input("and?").previousResponseId(first.id()).build());

        assertThat(second.previousResponseId()).contains(first.id());
        assertThat(responses.retrieve(first.id()).validate().id()).isEqualTo(first.id());
        assertThat(responses.inputItems().list(second.id()).autoPager()).isNotEmpty();
        responses.delete(first.id());
        assertThatThrownBy(() -> responses.retrieve(first.id())).isInstanceOf(NotFoundException.class);
        assertThat(responses
                        .inputTokens()
                        .count(InputTokenCountParams.builder()
                                .model("gpt-4o")
                                .input("Hello there")
                                .build())
                        .validate()
                        .inputTokens())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOfficialClientRaisesItsOwnErrors(boolean stream) {
        assertThatThrownBy(() -> told(stream, hello().model("no-such").build())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> told(stream, hello().temperature(7).build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        error -> assertThat(error.param()).contains("temperature"));

        gateway.simulator().onQuery(query -> Behaviour.atOnce().refusing(500, "server_error", "x"));
        assertThatThrownBy(() -> told(stream, hello().build())).isInstanceOf(InternalServerException.class);
        gateway.simulator()
                .onQuery(query ->
                        Behaviour.atOnce().saying("one ", "two ", "three").errorAfter(2, "model_error", "x"));
        assertThatThrownBy(() -> told(true, hello().build())).isInstanceOf(OpenAIException.class);
    }

    @Test
    void aStreamHasItsEventsInOrder() {
        assertThat(types(post(request(true, "\"hi\"", "")).body()))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "completed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWholeConversationReachesTheModel(boolean stream) {
        ask(stream, """
                [{"role":"developer","content":"In French."},
                 {"role":"user","content":[{"type":"input_text","text":"What is 1+1?"},{"type":"input_text","text":"Please."}]},
                 {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"abc"},
                 {"type":"message","role":"assistant","id":"msg_1","status":"completed","phase":"commentary",
                  "content":[{"type":"output_text","text":"I add.","annotations":[]}]},
                 {"type":"function_call","call_id":"call_1","name":"add","arguments":"{\\"a\\":1}"},
                 {"type":"function_call_output","call_id":"call_1","output":[{"type":"input_text","text":"it is 2"}]},
                 {"type":"something_new","content":7},
                 {"role":"user","content":"And 2+2?"}]""", """
                ,"instructions":"Be brief.","temperature":0.5,"top_p":0.9,"max_output_tokens":100,"truncation":"auto",
                "metadata":{"a":"b"},"include":["reasoning.encrypted_content"],"client_metadata":{"x":1},
                "prompt_cache_key":"k","store":false,"service_tier":"auto","text":{"verbosity":"low"}""");

        assertThat(asked().fulfillmentPrompt()).startsWith("Be brief.\n\nIn French.");
        assertThat(asked().query())
                .contains("What is 1+1?\nPlease.", "I add.", "{\"a\":1}", "call_1", "it is 2", "And 2+2?")
                .doesNotContain("something_new", "abc");
        assertThat(asked().modelConfigs().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thinkingIsAnItemOfItsOwnAlsoWhenItComesLate(boolean stream) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("one ", "two")
                        .thinking(new Thinking(List.of("first "), List.of("between "), List.of("late"))));

        JsonNode output = ask(stream, "\"hi\"", "").path("output");

        List<String> thoughts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        output.forEach(item -> {
            (item.path("type").asText().equals("reasoning") ? thoughts : words)
                    .add(item.at("/summary/0/text").asText()
                            + item.at("/content/0/text").asText());
        });
        assertThat(String.join("", thoughts)).startsWith("first between ");
        assertThat(words).containsExactly("one two");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFunctionIsCalledAndItsResultUsed(boolean stream) {
        saying("I look.\n", CALL);
        JsonNode output = ask(stream, "\"Weather in Paris?\"", ",\"tools\":[" + WEATHER + "]")
                .path("output");

        assertThat(output).hasSize(2);
        JsonNode call = output.get(1);
        assertThat(call.path("type").asText()).isEqualTo("function_call");
        assertThat(call.path("name").asText()).isEqualTo("get_weather");
        assertThat(Chat.json(call.path("arguments").asText()).path("city").asText())
                .isEqualTo("Paris");

        saying("Sunny.");
        String items = "[{\"role\":\"user\",\"content\":\"Weather in Paris?\"}," + output.get(0) + "," + call
                + ",{\"type\":\"function_call_output\",\"call_id\":" + call.path("call_id")
                + ",\"output\":\"21 degrees\"}]";
        ask(stream, items, ",\"store\":false,\"tools\":[" + WEATHER + "]");

        assertThat(asked().query())
                .as("only what is new goes upstream")
                .contains("21 degrees")
                .doesNotContain("Weather in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"function\",\"name\":\"get_weather\"}",
                "{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}"
            })
    void aFunctionIsDemandedInEitherForm(String choice) {
        saying("I would rather talk.", CALL);

        JsonNode response = ask(false, "\"Weather?\"", ",\"tool_choice\":" + choice + ",\"tools\":[" + WEATHER + "]");

        assertThat(response.at("/output/0/type").asText()).isIn("message", "function_call");
        assertThat(response.at("/tool_choice/name").asText()).isEqualTo("get_weather");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCustomToolGetsPlainText(boolean stream) {
        saying(
                "<tool_call>{\"name\":\"apply_patch\",\"arguments\":{\"input\":\"*** Begin\\n+\\\"a\\\\b\\\"\"}}</tool_call>");
        String tools =
                ",\"store\":false,\"tools\":[{\"type\":\"custom\",\"name\":\"apply_patch\",\"description\":\"Edits\","
                        + "\"format\":{\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start: /.+/\"}}]";
        JsonNode call = ask(stream, "\"edit\"", tools).at("/output/0");

        assertThat(call.path("type").asText()).isEqualTo("custom_tool_call");
        assertThat(call.path("input").asText()).isEqualTo("*** Begin\n+\"a\\b\"");
        assertThat(asked().fulfillmentPrompt()).contains("start: /.+/", "lark");

        saying("Done.");
        ask(
                stream,
                "[{\"role\":\"user\",\"content\":\"edit\"}," + call
                        + ",{\"type\":\"custom_tool_call_output\",\"call_id\":" + call.path("call_id")
                        + ",\"output\":\"ok!\"}]",
                tools);
        assertThat(asked().query()).contains("ok!").doesNotContain("edit");
    }

    @Test
    void theToolsOfANamespaceAreOrdinaryOnesAndKeepTheirNamespace() {
        saying("<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>");
        JsonNode call = ask(
                        false,
                        "\"hi\"",
                        ",\"tools\":[{\"type\":\"namespace\",\"name\":\"mcp__sky\",\"description\":\"Sky\",\"tools\":["
                                + WEATHER + "]}]")
                .at("/output/0");

        assertThat(call.path("name").asText()).isEqualTo("get_weather");
        assertThat(call.path("namespace").asText()).isEqualTo("mcp__sky");
    }

    @Test
    void webSearchIsLeftOutAndOtherHostedToolsAreRefusedByName() {
        ask(false, "\"hi\"", ",\"tools\":[{\"type\":\"web_search\",\"external_web_access\":false}]");

        HttpResponse<String> refused = post(request(false, "\"hi\"", ",\"tools\":[{\"type\":\"file_search\"}]"));
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = Chat.json(refused.body()).path("error");
        assertThat(error.path("param").asText()).isEqualTo("tools[0].type");
        assertThat(error.path("message").asText()).contains("file_search");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void structuredOutputIsWhatTheSchemaSays(boolean stream) {
        saying("```json\n{\"n\": 1}\n```");
        JsonNode response = ask(
                stream,
                "\"hi\"",
                ",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"strict\":true,\"schema\":{\"type\":\"object\","
                        + "\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"],\"additionalProperties\":false}}}");

        assertThat(Chat.json(response.at("/output/0/content/0/text").asText())
                        .path("n")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatIsCutIsIncomplete(boolean stream) {
        saying("one two three four five six seven eight nine ten ".repeat(20));
        JsonNode response = ask(stream, "\"hi\"", ",\"max_output_tokens\":16");

        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(response.at("/output/0/content/0/text").asText()).startsWith("one two three");
    }

    @Test
    void anErrorInTheStreamIsBothEventsThatClientsLookFor() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("partial ", "answer")
                        .interrupted(1, new Interruption.Error("server_error", "secret words")));
        String body = post(request(true, "\"hi\"", "")).body();

        assertThat(types(body)).endsWith("error", "failed");
        assertThat(body).contains("partial ").doesNotContain("secret words", "response.completed");
    }

    @Test
    void anErrorBeforeTheStreamHasItsStatus() {
        gateway.simulator()
                .onQuery(query ->
                        Behaviour.atOnce().interrupted(0, new Interruption.Error("server_error", "secret words")));
        HttpResponse<String> response = post(request(true, "\"hi\"", ""));

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(Chat.json(response.body()).at("/error/type").asText()).isEqualTo("server_error");
    }

    @Test
    void aSilentStreamIsKeptAliveByEvents() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofMillis(1500))
                        .saying("at last"));
        String body = post(request(true, "\"hi\"", "")).body();

        assertThat(types(body).subList(0, 3)).containsExactly("created", "in_progress", "in_progress");
        assertThat(types(body)).endsWith("completed");
        assertThat(body).doesNotContain(": keep-alive");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResponseGoesOnFromTheOneBeforeWithoutItsInstructions(boolean stream) {
        JsonNode first = ask(stream, "\"one\"", ",\"instructions\":\"Be brief.\"");
        JsonNode second = ask(stream, "\"two\"", ",\"previous_response_id\":" + first.path("id"));
        ask(stream, "[{\"role\":\"user\",\"content\":\"three\"}]", ",\"previous_response_id\":" + second.path("id"));

        assertThat(second.path("previous_response_id")).isEqualTo(first.path("id"));
        assertThat(asked().query()).as("only what is new").isEqualTo("three");
        assertThat(String.valueOf(asked().fulfillmentPrompt())).doesNotContain("Be brief.");
    }

    @Test
    void anItemOfARememberedResponseCanBeReferredTo() {
        JsonNode first = ask(false, "\"one\"", "");

        ask(
                false,
                "[{\"role\":\"user\",\"content\":\"one\"},{\"type\":\"item_reference\",\"id\":"
                        + first.at("/output/0/id") + "},{\"role\":\"user\",\"content\":\"two\"}]",
                "");

        assertThat(asked().query()).isEqualTo("two");
    }

    @Test
    void aRememberedResponseIsShownListedAndForgotten() {
        JsonNode made = ask(true, "\"one\"", "");
        String path = PATH + "/" + made.path("id").asText();

        assertThat(Chat.json(get(path).body())).isEqualTo(made);
        JsonNode items = Chat.json(get(path + "/input_items").body());
        assertThat(items.at("/data/0/content/0/text").asText()).isEqualTo("one");
        assertThat(send("POST", path + "/cancel", null, GatewayUnderTest.CLIENT_KEY)
                        .statusCode())
                .isEqualTo(400);
        assertThat(Chat.json(send("DELETE", path, null, GatewayUnderTest.CLIENT_KEY)
                                .body())
                        .path("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aResponseBelongsToItsClientAlone() {
        JsonNode made = ask(false, "\"one\"", "");
        String path = PATH + "/" + made.path("id").asText();

        assertThat(send("GET", path, null, "another-client").statusCode()).isEqualTo(404);
        assertThat(send("GET", path + "/input_items", null, "another-client").statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", path, null, "another-client").statusCode()).isEqualTo(404);
        HttpResponse<String> stolen = send(
                "POST",
                PATH,
                request(false, "\"two\"", ",\"previous_response_id\":" + made.path("id")),
                "another-client");
        assertThat(stolen.statusCode()).isEqualTo(400);
        assertThat(Chat.json(stolen.body()).at("/error/code").asText()).isEqualTo("previous_response_not_found");
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void aResponseThatIsNotStoredIsForgotten() {
        JsonNode made = ask(false, "\"one\"", ",\"store\":false");

        assertThat(made.path("store").asBoolean()).isFalse();
        assertThat(get(PATH + "/" + made.path("id").asText()).statusCode()).isEqualTo(404);
    }

    @Test
    void countingTokensGivesItsPlaceBack() {
        try (GatewayUnderTest narrow = GatewayUnderTest.start(Map.of("gateway.maxConcurrentRequests", "1"))) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = GatewayUnderTest.send(narrow.request(PATH + "/input_tokens")
                        .POST(HttpRequest.BodyPublishers.ofString(request(false, "\"one\"", "")))
                        .build());
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            }
        }
    }

    @Test
    void tokensOfARequestAreCounted() {
        HttpResponse<String> response = send(
                "POST", PATH + "/input_tokens", request(false, "\"one two three\"", ""), GatewayUnderTest.CLIENT_KEY);

        assertThat(Chat.json(response.body()).path("input_tokens").asInt()).isBetween(3, 50);
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":\"x\"} | null",
                "{\"model\":\"gpt-4o\"} | input",
                "{\"model\":\"gpt-4o\",\"input\":7} | input",
                "{\"model\":\"gpt-4o\",\"input\":[]} | input",
                "{\"model\":\"gpt-4o\",\"input\":[7]} | input[0]",
                "{\"model\":\"gpt-4o\",\"input\":[{}]} | input[0].type",
                "{\"model\":\"gpt-4o\",\"input\":[{\"role\":\"king\",\"content\":\"x\"}]} | input[0].role",
                "{\"model\":\"gpt-4o\",\"input\":[{\"role\":\"user\"}]} | input[0].content",
                "{\"model\":\"gpt-4o\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"x\"}]}]} | input[0].content[0].type",
                "{\"model\":\"gpt-4o\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}]} | input[0].content[0].file_id",
                "{\"model\":\"gpt-4o\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"x\"}]} | input[0].call_id",
                "{\"model\":\"gpt-4o\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_x\"}]} | input[0].id",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"max_output_tokens\":15} | max_output_tokens",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"background\":7} | background",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"background\":true,\"store\":false} | background",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"conversation\":\"c\"} | conversation",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"temperature\":3} | temperature",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"reasoning\":{\"effort\":\"huge\"}} | reasoning.effort",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"tool_choice\":\"required\"} | tool_choice",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}} | tool_choice",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"a b\"}]} | tools[0].name",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"function\"}]}]} | tools[0].tools[0].name",
                "{\"model\":\"gpt-4o\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"xml\"}}} | text.format.type",
            })
    void aWrongFieldIsNamedByItsPath(String body, String path) {
        HttpResponse<String> response = post(body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Chat.json(response.body()).at("/error/param").asText()).isEqualTo(path);
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @Test
    void whatCannotBeJsonIsRefused() {
        for (String body : List.of("", "[", "7", "{\"model\":", "\u0000")) {
            assertThat(post(body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(whole(request(false, "\"still there\"", "")).path("status").asText())
                .isEqualTo("completed");
    }
}
