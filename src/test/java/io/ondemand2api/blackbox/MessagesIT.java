package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's Messages over HTTP; each answer is checked by {@link MessagesSpec}, too. */
class MessagesIT {

    private static final String TOOL = "'tools':[{'name':'read_file','description':'Reads a file','input_schema':"
            + "{'type':'object','properties':{'path':{'type':'string'}},'required':['path']}}]";
    private static final String CALL =
            "<tool_call>{\"name\":\"read_file\",\"arguments\":{\"path\":\"a/ä 🎭\"}}</tool_call>";

    private static final String REASONING = "predefined-claude-sonnet-5";

    private static GatewayUnderTest gateway;
    private static MessagesClient client;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("gateway.maxBodyBytes", "300000", "gateway.keyWaitTimeout", "1"));
        client = new MessagesClient(gateway);
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

    /** The model's answers, one after another, split so that marks and JSON lie across deltas. */
    private static void saying(String... answers) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(List.of(answers[(int) Math.min(query.ordinal() - 1, answers.length - 1)].split(
                                "(?<=\\G.{5})"))));
    }

    private static List<ReceivedQuery> queries() {
        return gateway.simulator().queries();
    }

    private static ReceivedQuery last() {
        return queries().get(queries().size() - 1);
    }

    private static List<String> kinds(JsonNode message) {
        return StreamSupport.stream(message.path("content").spliterator(), false)
                .map(block -> block.path("type").asText())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aQuestionHasItsAnswer(boolean stream) {
        saying("Hello there, 🎭 friend.");

        HttpResponse<String> response = client.send(
                "/v1/messages", MessagesClient.body(stream, MessagesClient.user("Hi") + ",'system':'Be brief.'"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("request-id"))
                .isPresent()
                .isEqualTo(response.headers().firstValue("x-request-id"));
        JsonNode message = stream ? MessagesClient.accumulated(response.body()) : Chat.json(response.body());
        assertThat(message.at("/content/0/text").asText()).isEqualTo("Hello there, 🎭 friend.");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(message.path("model").asText()).isEqualTo("gpt-4o");
        assertThat(message.at("/usage/output_tokens").asInt()).isPositive();
        assertThat(message.at("/usage/input_tokens").asInt()).isPositive();
        assertThat(last().query()).isEqualTo("Hi");
        assertThat(last().fulfillmentPrompt()).isEqualTo("Be brief.");
    }

    @Test
    void aBearerTokenOpensTheDoorToo() {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.request("/v1/messages")
                .POST(HttpRequest.BodyPublishers.ofString(MessagesClient.body(false, MessagesClient.user("Hi"))))
                .build());

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aToolIsCalledAndItsResultGoesToTheSameSession(boolean stream) {
        saying("I look. " + CALL, "It says 7.");
        String question = "Read it " + stream;

        JsonNode call = client.ask(MessagesClient.body(stream, TOOL + "," + MessagesClient.user(question)));

        assertThat(kinds(call)).containsExactly("text", "tool_use");
        assertThat(call.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(call.at("/content/1/input")).isEqualTo(Chat.json("{\"path\":\"a/ä 🎭\"}"));
        assertThat(last().fulfillmentPrompt()).contains("read_file", "Reads a file");

        JsonNode result = Chat.json("[{\"type\":\"tool_result\",\"tool_use_id\":\""
                + call.at("/content/1/id").asText()
                + "\",\"is_error\":true,\"content\":[{\"type\":\"text\",\"text\":\"no such file\"}]},"
                + "{\"type\":\"text\",\"text\":\"try again\"}]");
        JsonNode answer = client.ask(
                MessagesClient.body(stream, TOOL + ",'messages':" + MessagesClient.history(question, call, result)));

        assertThat(answer.at("/content/0/text").asText()).isEqualTo("It says 7.");
        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
        assertThat(last().query())
                .contains(
                        "tool (read_file) for call " + call.at("/content/1/id").asText())
                .contains("The call failed:\nno such file", "try again")
                .doesNotContain(question);
    }

    @Test
    void aToolMustBeCalledWhenTheChoiceSaysSo() {
        saying("I would rather talk.", CALL);

        JsonNode message = client.ask(MessagesClient.body(
                false, TOOL + ",'tool_choice':{'type':'tool','name':'read_file'}," + MessagesClient.user("Go")));

        assertThat(kinds(message)).containsExactly("tool_use");
        assertThat(queries()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thinkingIsShownInBlocksOfItsOwnAndLeftOutWhenItComesBack(boolean stream) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .thinking(new Thinking(List.of("Let me ", "see."), List.of("Hm."), List.of()))
                        .saying("One. ", "Two."));
        String question = "Think " + stream;
        String thinking = "'thinking':{'type':'adaptive'},'output_config':{'effort':'high'},";

        JsonNode message = client.ask(MessagesClient.body(stream, thinking + MessagesClient.user(question))
                .replace("gpt-4o", REASONING));

        assertThat(kinds(message)).startsWith("thinking", "text");
        assertThat(message.at("/content/0/thinking").asText()).isEqualTo("Let me see.");
        assertThat(message.at("/content/0/signature").asText()).isNotEmpty();
        assertThat(last().reasoningEffort()).isEqualTo("max");

        client.ask(MessagesClient.body(
                        stream, thinking + "'messages':" + MessagesClient.history(question, message, "go on"))
                .replace("gpt-4o", REASONING));

        assertThat(last().query()).isEqualTo("go on");
        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thinkingThatWasNotAskedForIsNotShown(boolean stream) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .thinking(new Thinking(List.of("Let me see."), List.of(), List.of()))
                        .saying("One."));

        assertThat(kinds(client.ask(MessagesClient.body(stream, MessagesClient.user("Hi")))))
                .containsExactly("text");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStopSequenceEndsTheAnswerAndIsNamed(boolean stream) {
        saying("one two three four");

        JsonNode message = client.ask(
                MessagesClient.body(stream, "'stop_sequences':['zero','three']," + MessagesClient.user("Count")));

        assertThat(message.at("/content/0/text").asText()).isEqualTo("one two ");
        assertThat(message.path("stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(message.path("stop_sequence").asText()).isEqualTo("three");
    }

    @Test
    void theTokenLimitEndsTheAnswer() {
        saying("one two three four five six");

        JsonNode message = client.ask(MessagesClient.body(false, MessagesClient.user("Count"))
                .replace("\"max_tokens\":4000", "\"max_tokens\":2"));

        assertThat(message.path("stop_reason").asText()).isEqualTo("max_tokens");
    }

    /** As Claude Code asks: its billing block changes each time, and a message of the system stands among the others. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overThreeTurnsOnlyWhatIsNewGoesToOneSession(boolean stream) {
        saying("answer one", "answer two", "answer three");
        JsonNode[] answers = new JsonNode[3];
        StringBuilder messages = new StringBuilder();
        for (int turn = 0; turn < 3; turn++) {
            messages.append(turn == 0 ? "" : ",")
                    .append("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"question " + turn + stream
                            + "\",\"cache_control\":{\"type\":\"ephemeral\"}}]}");
            if (turn == 1) {
                messages.append(",{\"role\":\"system\",\"content\":\"The date has changed.\"}");
            }
            answers[turn] = client.ask(MessagesClient.body(stream, asClaudeCode(turn) + "'messages':[")
                    .replaceAll("\\[}$", "[" + messages + "]}"));
            messages.append(",{\"role\":\"assistant\",\"content\":" + answers[turn].path("content") + "}");
        }

        assertThat(queries()).hasSize(3);
        assertThat(queries()).extracting(ReceivedQuery::sessionId).containsOnly(last().sessionId());
        assertThat(queries().get(0).fulfillmentPrompt()).isEqualTo("You are an agent.\n\nBe brief.");
        assertThat(queries().get(1).query())
                .contains("question 1", "user (system)", "The date has changed.")
                .doesNotContain("question 0");
        assertThat(last().query()).isEqualTo("question 2" + stream);
    }

    private static String asClaudeCode(int turn) {
        return "'system':[{'type':'text','text':'x-anthropic-billing-header: cc_version=2.1; cch=" + turn + ";'},"
                + "{'type':'text','text':'You are an agent.'},{'type':'text','text':'Be brief.'}],"
                + "'context_management':{'edits':[]},'metadata':{'user_id':'u" + turn + "'},'top_k':5,"
                + "'service_tier':'auto','container':null,";
    }

    @Test
    void tokensAreCountedWithoutAskingTheModel() {
        HttpResponse<String> few = client.send(
                "/v1/messages/count_tokens?beta=true",
                ("{'model':'gpt-4o'," + MessagesClient.user("Hello there") + "}").replace('\'', '"'));
        HttpResponse<String> more = client.send(
                "/v1/messages/count_tokens",
                ("{'model':'gpt-4o'," + TOOL + ",'system':'Be brief.'," + MessagesClient.user("Hello there") + "}")
                        .replace('\'', '"'));

        assertThat(few.statusCode()).as(few.body()).isEqualTo(200);
        assertThat(few.headers().firstValue("request-id")).isPresent();
        assertThat(Chat.json(few.body()).path("input_tokens").asInt()).isEqualTo(2);
        assertThat(Chat.json(more.body()).path("input_tokens").asInt()).isGreaterThan(50);
        assertThat(queries()).isEmpty();
    }

    private static JsonNode error(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = Chat.json(response.body());
        assertThat(response.headers().firstValue("request-id"))
                .hasValue(body.path("request_id").asText());
        return body.path("error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'max_tokens':1,'messages':[{'role':'user','content':'x'}]}|model",
                "{'model':'gpt-4o','messages':[{'role':'user','content':'x'}]}|max_tokens",
                "{'model':'gpt-4o','max_tokens':0,'messages':[{'role':'user','content':'x'}]}|max_tokens",
                "{'model':'gpt-4o','max_tokens':9}|messages",
                "{'model':'gpt-4o','max_tokens':9,'messages':[]}|messages",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'tool','content':'x'}]}|messages[0].role",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':7}]}|messages[0].content",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':[{'type':'sound'}]}]}|messages[0].content[0].type",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':[{'type':'tool_result','tool_use_id':'t'}]}]}|messages[0].content[0].tool_use_id",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'eA=='}}]}]}|messages[0].content[0].type",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'temperature':1.5}|temperature",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'tools':[{'type':'web_search_20250305','name':'web_search'}]}|tools[0].type",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'tools':[{'name':'a b','input_schema':{}}]}|tools[0].name",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'tools':[{'name':'a','input_schema':{'type':'array'}}]}|tools[0].input_schema",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'tool_choice':{'type':'some'}}|tool_choice.type",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'thinking':{'type':'deep'}}|thinking.type",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'output_config':{'effort':'all'}}|output_config.effort",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'mcp_servers':[{'url':'x'}]}|mcp_servers",
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'compaction':{'type':'summarize'}}|compaction",
                "{'model':'gpt-4o','max_tokens':9,'system':[{'type':'image'}],'messages':[{'role':'user','content':'x'}]}|system[0].type",
            })
    void aWrongFieldIsNamedByItsPath(String body, String path) {
        JsonNode error = error(client.send("/v1/messages", body.replace('\'', '"')), 400);

        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).contains(path);
        assertThat(queries()).isEmpty();
    }

    /** Anthropic's SDKs then send the whole conversation; what is new alone would be answered as if it were all. */
    @ParameterizedTest
    @ValueSource(strings = {"{'type':'create'}", "{'type':'continue','previous_message_id':'msg_1'}"})
    void aThreadIsRefusedByTheCodeThatClientsKnow(String thread) {
        String body =
                "{'model':'gpt-4o','max_tokens':9,'messages':[{'role':'user','content':'x'}],'thread':" + thread + "}";

        JsonNode error = error(client.send("/v1/messages", body.replace('\'', '"')), 400);

        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.at("/details/error_code").asText()).isEqualTo("thread_unsupported_request");
        assertThat(queries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "hello", "[1]", "null", "{\"model\":\"gpt-4o\"} trailing"})
    void aBodyThatIsNoRequestIsRefused(String body) {
        error(client.send("/v1/messages", body), 400);
        error(client.send("/v1/messages/count_tokens", body), 400);
    }

    @Test
    void errorsBeforeTheAnswerHaveAnthropicsTypes() {
        String right = MessagesClient.body(true, MessagesClient.user("Hi"));
        HttpResponse<String> unknownKey = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url("/v1/messages"))
                .header("x-api-key", "nobody")
                .POST(HttpRequest.BodyPublishers.ofString(right))
                .build());
        error(unknownKey, 401);
        error(client.send("/v1/messages", right.replace("gpt-4o", "claude-nothing")), 404);
        error(client.send("/v1/messages/batches", right), 404);
        error(client.send("/v1/messages", MessagesClient.body(true, MessagesClient.user("x".repeat(400_000)))), 413);
        error(GatewayUnderTest.send(gateway.request("/v1/messages").GET().build()), 405);
    }

    @Test
    void aThrottledUpstreamIsARateLimitWithItsTime() {
        try (GatewayUnderTest own = GatewayUnderTest.start(Map.of("gateway.keyWaitTimeout", "1"))) {
            own.simulator().onQuery(query -> Behaviour.atOnce().throttling(30));

            HttpResponse<String> response =
                    new MessagesClient(own).send("/v1/messages", MessagesClient.body(true, MessagesClient.user("Hi")));

            assertThat(error(response, 429).path("type").asText()).isEqualTo("rate_limit_error");
            assertThat(response.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void aPoolWithoutAKeyIsOverloadedAs529() {
        try (GatewayUnderTest own = GatewayUnderTest.start(Map.of("gateway.keyWaitTimeout", "1"))) {
            own.simulator().onQuery(query -> Behaviour.atOnce().refusing(401, "invalid_api_key", "no"));

            HttpResponse<String> response =
                    new MessagesClient(own).send("/v1/messages", MessagesClient.body(false, MessagesClient.user("Hi")));

            assertThat(error(response, 529).path("type").asText()).isEqualTo("overloaded_error");
        }
    }

    @Test
    void aFailureInsideAStreamIsAnErrorEventAndNoEnd() {
        gateway.simulator()
                .onQuery(query ->
                        Behaviour.atOnce().saying("one ", "two ", "three").errorAfter(2, "model_error", "no"));

        HttpResponse<String> response =
                client.send("/v1/messages", MessagesClient.body(true, MessagesClient.user("Hi")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("event: message_start", "event: error")
                .doesNotContain("message_stop");
        List<String> data = Chat.data(response.body());
        JsonNode error = Chat.json(data.get(data.size() - 1));
        assertThat(error.at("/error/type").asText()).isEqualTo("api_error");
        assertThat(response.headers().firstValue("request-id"))
                .hasValue(error.path("request_id").asText());
    }

    @Test
    void aSilentStreamIsKeptAliveByPings() {
        try (GatewayUnderTest patient = GatewayUnderTest.start(
                Map.of("gateway.keepAliveInterval", "200", "ondemand.firstEventTimeout", "800"))) {
            patient.simulator()
                    .onQuery(query -> query.ordinal() == 1
                            ? Behaviour.atOnce().neverAnswering()
                            : Behaviour.atOnce().saying("late ", "words"));

            HttpResponse<String> response = new MessagesClient(patient)
                    .send("/v1/messages", MessagesClient.body(true, MessagesClient.user("Hi")));

            assertThat(response.body()).startsWith("event: ping\ndata: {\"type\":\"ping\"}\n\n");
            assertThat(MessagesClient.accumulated(response.body())
                            .at("/content/0/text")
                            .asText())
                    .isEqualTo("late words");
        }
    }

    @Test
    void aSchemaOfTheAnswerIsKept() {
        saying("Sure: {\"n\": \"seven\"}", "{\"n\": 7}");

        JsonNode message = client.ask(MessagesClient.body(
                false,
                "'output_config':{'format':{'type':'json_schema','schema':{'type':'object','properties':{'n':"
                        + "{'type':'integer'}},'required':['n'],'additionalProperties':false}}},"
                        + MessagesClient.user("Give me seven")));

        assertThat(Chat.json(message.at("/content/0/text").asText()).path("n").asInt())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':", "[", "'x':{"})
    void aBodyThatIsNestedWithoutEndIsRefused(String opening) {
        String nested = opening.replace('\'', '"').repeat(20_000);

        HttpResponse<String> response = client.send(
                "/v1/messages",
                "{\"model\":\"gpt-4o\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":"
                        + "\"tool_use\",\"id\":\"a\",\"name\":\"b\",\"input\":" + nested);

        error(response, 400);
    }

    @Test
    void aUsersBlocksAreWordsOnLinesOfTheirOwn() {
        client.ask(MessagesClient.body(
                false,
                "'messages':[{'role':'user','content':[{'type':'text','text':'one'},{'type':'document','title':'a.md',"
                        + "'source':{'type':'text','media_type':'text/plain','data':'# hi'}},{'type':'text','text':"
                        + "'two'}]}]"));

        assertThat(last().query()).isEqualTo("one\n<file name=\"a.md\">\n# hi\n</file>\ntwo");
    }
}
