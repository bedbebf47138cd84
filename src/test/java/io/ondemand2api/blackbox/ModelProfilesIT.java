package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Interruption;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator can make of the name of a model, and what becomes of a client's wish for a web search. */
class ModelProfilesIT {

    private static final String PROFILES = """
            - name: research
              endpoint: predefined-claude-sonnet-5
              instructions: Name your sources.
              reasoningEffort: max
              temperature: 0.25
              topP: 0.5
              pluginIds: [plugin-1713924030]
              skillIds: skill-1
            - name: agent
              endpoint: predefined-openai-gpt4.1
              instructions: You are the operator's agent.
              instructionsMode: replace
              agentIds: [agent-1, agent-2]
            # takes the place of the alias
            - name: gpt-4o-mini
              endpoint: predefined-openai-gpt4.1-mini
              maxTokens: 5
            - name: careful
              endpoint: predefined-openai-gpt4o
              fallbackModels: [no-such-model, research]
            """;

    private static final String SOURCES = "event:message\ndata:{\"eventIndex\":1,\"eventType\":\"plugin_sources\","
            + "\"status\":\"processing\",\"sources\":[{\"title\":\"Tides\",\"url\":\"https://sea.example/tides\"},"
            + "{\"plugin\":{\"results\":[{\"link\":\"https://moon.example/\"},{\"url\":\"not an address\"}]}},"
            + "{\"title\":\"Tides again\",\"url\":\"https://sea.example/tides\"}]}\n\n";

    @TempDir
    private static Path folder;

    private static Path file;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        file = folder.resolve("models.yaml");
        Files.writeString(file, PROFILES);
        gateway = GatewayUnderTest.start(Map.of(
                "models.profiles", file.toString(),
                "ondemand.webSearch.plugins", "plugin-1713924030,plugin-2",
                "gateway.attempts", "1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answer() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    private static HttpResponse<String> post(String path, String body) {
        return GatewayUnderTest.send(gateway.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    private static HttpResponse<String> answered(String path, String body) {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response;
    }

    private static ReceivedQuery asked() {
        List<ReceivedQuery> queries = gateway.simulator().queries();
        return queries.get(queries.size() - 1);
    }

    private static List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        asked().call().body().path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | 'messages':[{'role':'system','content':'Be kind.'},{'role':'user','content':'hi'}],'temperature':2
            /v1/responses        | 'instructions':'Be kind.','input':'hi','temperature':2
            /v1/messages         | 'max_tokens':99,'system':'Be kind.','messages':[{'role':'user','content':'hi'}],'temperature':1
            """)
    void aProfileIsAModelInEveryDialect(String path, String rest) {
        JsonNode answer =
                Chat.json(answered(path, "{'model':'research'," + rest + "}").body());

        assertThat(answer.path("model").asText()).isEqualTo("research");
        assertThat(asked().endpointId()).isEqualTo("predefined-claude-sonnet-5");
        assertThat(asked().fulfillmentPrompt()).isEqualTo("Name your sources.\n\nBe kind.");
        assertThat(asked().reasoningEffort()).isEqualTo("max");
        assertThat(asked().modelConfigs().path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(asked().modelConfigs().path("topP").asDouble()).isEqualTo(0.5);
        assertThat(texts("pluginIds")).containsExactly("plugin-1713924030");
        assertThat(texts("skillIds")).containsExactly("skill-1");
        assertThat(asked().call().body().path("fulfillmentOnly").asBoolean()).isFalse();
    }

    @Test
    void anAgentIsAModelWithItsOwnInstructions() {
        answered("/v1/chat/completions", Chat.whole("hi").replace("gpt-4o", "agent"));

        assertThat(texts("agentIds")).containsExactly("agent-1", "agent-2");
        assertThat(texts("pluginIds")).isEmpty();
        assertThat(asked().fulfillmentPrompt()).isEqualTo("You are the operator's agent.");
    }

    @Test
    void otherModelsAreAskedPlainly() {
        answered("/v1/chat/completions", Chat.whole("hi"));

        assertThat(texts("pluginIds")).isEmpty();
        assertThat(asked().call().body().has("agentIds")).isFalse();
        assertThat(asked().call().body().has("skillIds")).isFalse();
        assertThat(asked().call().body().path("fulfillmentOnly").asBoolean()).isTrue();
    }

    @Test
    void aProfileTakesThePlaceOfAnAliasOfItsName() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("one two three four five six seven eight nine"));
        JsonNode answer =
                Chat.json(answered("/v1/chat/completions", Chat.whole("hi").replace("gpt-4o", "gpt-4o-mini"))
                        .body());

        assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4.1-mini");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void aProfileFallsBackToAnotherWithWhatThatWorksWith() {
        gateway.simulator()
                .onQuery(query -> query.endpointId().endsWith("gpt4o")
                        ? Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}")))
                        : Behaviour.atOnce().saying("fine"));
        JsonNode answer =
                Chat.json(answered("/v1/chat/completions", Chat.whole("hi").replace("gpt-4o", "careful"))
                        .body());

        assertThat(answer.path("model").asText()).isEqualTo("careful");
        assertThat(asked().endpointId()).isEqualTo("predefined-claude-sonnet-5");
        assertThat(texts("pluginIds")).containsExactly("plugin-1713924030");
    }

    @Test
    void theListOfModelsHoldsProfilesOnce() {
        JsonNode list = Chat.json(gateway.get("/v1/models").body()).path("data");
        assertThat(list.findValuesAsText("id"))
                .contains("research", "agent", "careful")
                .doesNotHaveDuplicates();
        assertThat(Chat.json(gateway.get("/v1/models/research").body())
                        .path("id")
                        .asText())
                .isEqualTo("research");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | 'messages':[{'role':'user','content':'hi'}],'web_search_options':{}
            /v1/chat/completions | 'messages':[{'role':'user','content':'hi'}],'web_search_options':{'search_context_size':'low'}
            /v1/responses        | 'input':'hi','tools':[{'type':'web_search'}]
            /v1/responses        | 'input':'hi','tools':[{'type':'web_search_preview'}],'tool_choice':{'type':'web_search_preview'}
            /v1/responses        | 'input':'hi','tools':[{'type':'web_search'}],'tool_choice':'required'
            /v1/messages         | 'max_tokens':99,'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'web_search_20250305','name':'web_search','max_uses':5}]
            /v1/messages         | 'max_tokens':99,'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'web_search_20250305','name':'web_search'}],'tool_choice':{'type':'tool','name':'web_search'}
            """)
    void aClientsWebSearchIsDoneByPlugins(String path, String rest) {
        answered(path, "{'model':'gpt-4o'," + rest + "}");
        assertThat(texts("pluginIds")).containsExactly("plugin-1713924030", "plugin-2");
        assertThat(asked().call().body().path("fulfillmentOnly").asBoolean()).isFalse();
        assertThat(asked().fulfillmentPrompt()).doesNotContain("web_search");

        answered(path, "{'model':'research'," + rest + "}");
        assertThat(texts("pluginIds")).containsExactly("plugin-1713924030", "plugin-2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | 'messages':[{'role':'user','content':'hi'}],'web_search_options':{'filters':{'allowed_domains':['a.example']}} | web_search_options.filters.allowed_domains
            /v1/responses | 'input':'hi','tools':[{'type':'web_search','filters':{'allowed_domains':['a.example']}}] | tools[0].filters.allowed_domains
            /v1/messages | 'max_tokens':99,'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'web_search_20250305','name':'web_search','blocked_domains':['a.example']}] | tools[0].blocked_domains
            """)
    void aSearchThatCannotBeNarrowedIsRefused(String path, String rest, String field) {
        HttpResponse<String> refused = post(path, "{'model':'gpt-4o'," + rest + "}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(field);
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @Test
    void aSearchInOpenAisStoreOnlyIsLeftOut() {
        answered(
                "/v1/responses",
                "{'model':'gpt-4o','input':'hi','tools':[{'type':'web_search','external_web_access':false}]}");
        assertThat(texts("pluginIds")).isEmpty();
    }

    private static void namingSources() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("See https://moon", ".example/ and more.")
                        .interrupted(0, new Interruption.Raw(SOURCES)));
    }

    private static void assertCitations(JsonNode first, JsonNode second) {
        assertThat(first.path("url").asText()).isEqualTo("https://sea.example/tides");
        assertThat(first.path("title").asText()).isEqualTo("Tides");
        assertThat(first.path("start_index").asInt()).isEqualTo(35);
        assertThat(first.path("end_index").asInt()).isEqualTo(35);
        assertThat(second.path("url").asText()).isEqualTo("https://moon.example/");
        assertThat(second.path("title").asText()).isEqualTo("https://moon.example/");
        assertThat(second.path("start_index").asInt()).isEqualTo(4);
        assertThat(second.path("end_index").asInt()).isEqualTo(25);
    }

    @Test
    void sourcesAreAnnotationsOfChatCompletions() {
        namingSources();
        JsonNode whole = Chat.json(gateway.chat(Chat.whole("hi")).body()).at("/choices/0/message/annotations");
        assertThat(whole).hasSize(2);
        assertThat(whole.at("/0/type").asText()).isEqualTo("url_citation");
        assertCitations(whole.at("/0/url_citation"), whole.at("/1/url_citation"));

        String stream = gateway.chat(Chat.streamed("hi")).body();
        assertThat(Chat.content(stream)).isEqualTo("See https://moon.example/ and more.");
        List<JsonNode> told = Chat.data(stream).stream()
                .filter(data -> data.contains("annotations"))
                .map(Chat::json)
                .toList();
        assertThat(told).hasSize(1);
        JsonNode annotations = told.get(0).at("/choices/0/delta/annotations");
        assertCitations(annotations.at("/0/url_citation"), annotations.at("/1/url_citation"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sourcesAreAnnotationsOfResponses(boolean stream) {
        namingSources();
        String body = answered("/v1/responses", "{'model':'gpt-4o','input':'hi','stream':" + stream + "}")
                .body();
        JsonNode response = Chat.json(body.startsWith("{") ? body : "{}");
        if (stream) {
            List<JsonNode> events = Chat.data(body).stream().map(Chat::json).toList();
            response = events.get(events.size() - 1).path("response");
            List<JsonNode> added = events.stream()
                    .filter(event -> event.path("type").asText().endsWith("annotation.added"))
                    .toList();
            assertThat(added).hasSize(2);
            assertCitations(added.get(0).path("annotation"), added.get(1).path("annotation"));
        }
        JsonNode annotations = response.at("/output/0/content/0/annotations");
        assertThat(annotations).hasSize(2);
        assertCitations(annotations.get(0), annotations.get(1));
        assertThat(Chat.json(gateway.get("/v1/responses/" + response.path("id").asText())
                                .body())
                        .at("/output/0/content/0/annotations"))
                .isEqualTo(annotations);
    }

    @Test
    void messagesLeaveSourcesOut() {
        namingSources();
        String body = answered(
                        "/v1/messages",
                        "{'model':'gpt-4o','max_tokens':99,'messages':[{'role':'user','content':'hi'}]}")
                .body();
        assertThat(Chat.json(body).at("/content/0/text").asText()).isEqualTo("See https://moon.example/ and more.");
        assertThat(body).doesNotContain("sea.example");
    }

    @Test
    void anEditedFileIsTakenOverAndAWrongOneIsNot() {
        try (LogCapture log = new LogCapture()) {
            write(PROFILES + "- name: late\n  endpoint: predefined-openai-gpt4o\n");
            soon(() -> assertThat(gateway.get("/v1/models/late").statusCode()).isEqualTo(200));

            write("- name: later\n  endpont: predefined-openai-gpt4o\n");
            soon(() -> assertThat(log.text())
                    .contains("The last good profiles stay in use. " + file + ", line 1: `endpoint` is missing")
                    .contains(file + ", line 2: `endpont` is not known here: did you mean endpoint?"));
            assertThat(gateway.get("/v1/models/late").statusCode()).isEqualTo(200);
        } finally {
            write(PROFILES);
            soon(() -> assertThat(gateway.get("/v1/models/late").statusCode()).isEqualTo(404));
        }
    }

    private static void soon(Runnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion::run);
    }

    private static void write(String profiles) {
        try {
            Files.writeString(file, profiles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
