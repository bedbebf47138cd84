package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionsIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("gateway.attempts", "2"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answerAtOnce() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("You said ", "«" + query.query() + "»", "."));
    }

    private static HttpResponse<String> complete(String fields) {
        return GatewayUnderTest.send(gateway.request("/v1/completions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\"," + fields + "}"))
                .build());
    }

    private static JsonNode object(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Chat.json(response.body());
    }

    /** The words of each choice of a stream. */
    private static Map<Integer, String> words(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Chat.data(response.body()).stream()
                .filter(data -> data.startsWith("{"))
                .flatMap(data -> {
                    List<JsonNode> choices = new ArrayList<>();
                    Chat.json(data).path("choices").forEach(choices::add);
                    return choices.stream();
                })
                .collect(Collectors.groupingBy(
                        choice -> choice.path("index").asInt(),
                        Collectors.mapping(choice -> choice.path("text").asText(), Collectors.joining())));
    }

    @Test
    void aPromptIsAnsweredWholeAndAsAStream() {
        HttpResponse<String> whole = complete("\"prompt\":\"hello\",\"max_tokens\":100");
        HttpResponse<String> stream = complete("\"prompt\":\"hello\",\"max_tokens\":100,\"stream\":true");

        JsonNode object = object(whole);
        assertThat(object.path("object").asText()).isEqualTo("text_completion");
        assertThat(object.path("id").asText()).startsWith("cmpl-");
        assertThat(object.at("/choices/0/text").asText()).isEqualTo("You said «hello».");
        assertThat(object.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(object.at("/usage/total_tokens").asInt()).isPositive();
        assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(words(stream)).containsExactly(Map.entry(0, "You said «hello»."));
        assertThat(stream.body()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
    }

    @Test
    void everyPromptHasItsChoiceAndItsSessionAndNothingOfTheUpstreamComesAlong() {
        for (boolean streamed : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            long begun = System.nanoTime();

            HttpResponse<String> response =
                    complete("\"prompt\":[\"one\",\"two\",\"three\"],\"max_tokens\":100,\"stream\":" + streamed
                            + (streamed ? ",\"stream_options\":{\"include_usage\":true}" : ""));

            Map<Integer, String> words = streamed
                    ? words(response)
                    : Map.of(
                            0, object(response).at("/choices/0/text").asText(),
                            1, object(response).at("/choices/1/text").asText(),
                            2, object(response).at("/choices/2/text").asText());
            assertThat(words)
                    .containsOnly(
                            Map.entry(0, "You said «one»."),
                            Map.entry(1, "You said «two»."),
                            Map.entry(2, "You said «three»."));
            assertThat(gateway.simulator().queries())
                    .extracting(ReceivedQuery::sessionId)
                    .hasSize(3)
                    .doesNotHaveDuplicates();
            assertThat(response.headers().map().toString() + response.body())
                    .doesNotContain("upstream-secret")
                    .doesNotContainIgnoringCase("apikey");
            assertThat(Chat.data(response.body()).stream().filter("[DONE]"::equals))
                    .hasSize(streamed ? 1 : 0);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("no prompt waits for the end of the stream before it, two seconds later")
                    .isLessThan(Duration.ofSeconds(4));
        }
        Awaitility.await()
                .until(() -> Chat.json(gateway.get("/").body())
                                .at("/key_states/key-1/in_flight")
                                .asInt()
                        == 0);
    }

    @Test
    void sixteenTokensAreTheDefaultAndTheEstimateIsMarked() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("word ".repeat(40)));

        HttpResponse<String> whole = complete("\"prompt\":\"x\"");
        HttpResponse<String> stream =
                complete("\"prompt\":\"x\",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        assertThat(object(whole).at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(object(whole).at("/usage/completion_tokens").asInt()).isEqualTo(16);
        assertThat(whole.headers().firstValue("x-ondemand2api-usage")).hasValue("estimated");
        assertThat(stream.body()).contains("\n\n: usage is estimated\n\n", "\"completion_tokens\":16");
    }

    @Test
    void usageIsNotMarkedWhenItIsTheUpstreamsAndIsWhenOnePromptsIsNot() {
        HttpResponse<String> upstreams = complete("\"prompt\":\"x\",\"max_tokens\":100");
        HttpResponse<String> mixed = complete("\"prompt\":[\"a long prompt\",\"x\"],\"max_tokens\":100,\"stop\":\"p\"");

        assertThat(upstreams.headers().firstValue("x-ondemand2api-usage")).isEmpty();
        assertThat(object(mixed).at("/choices/0/text").asText()).isEqualTo("You said «a long ");
        assertThat(object(mixed).at("/choices/1/text").asText()).isEqualTo("You said «x».");
        assertThat(mixed.headers().firstValue("x-ondemand2api-usage")).hasValue("estimated");
    }

    @Test
    void samplingReachesTheModel() {
        complete("\"prompt\":\"x\",\"temperature\":0.25,\"top_p\":0.5,\"frequency_penalty\":1,\"stop\":[\"END\"]");

        ReceivedQuery query = gateway.simulator().queries().get(0);
        assertThat(query.query()).isEqualTo("x");
        assertThat(query.modelConfigs().path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(query.modelConfigs().path("topP").asDouble()).isEqualTo(0.5);
        assertThat(query.modelConfigs().path("stopSequences").get(0).asText()).isEqualTo("END");
    }

    @Test
    void aSecondPromptThatFailsIsAnErrorAndNeverHalfAnAnswer() {
        gateway.simulator()
                .onQuery(query -> query.query().equals("two")
                        ? Behaviour.atOnce().refusing(500, "server_error", "no")
                        : Behaviour.atOnce().saying("fine"));

        HttpResponse<String> whole = complete("\"prompt\":[\"one\",\"two\"]");
        HttpResponse<String> stream = complete("\"prompt\":[\"one\",\"two\"],\"stream\":true");

        assertThat(whole.statusCode()).isEqualTo(502);
        assertThat(Chat.json(whole.body()).at("/error/code").asText()).isEqualTo("upstream_error");
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body())
                .contains("fine", "event: error\ndata: {\"error\"")
                .doesNotContain("[DONE]");
    }

    @Test
    void aSecondPromptFailsOverUnseen() {
        gateway.simulator()
                .onQuery(query -> query.query().equals("two") && query.ordinal() == 2
                        ? Behaviour.atOnce().refusing(500, "server_error", "no")
                        : Behaviour.atOnce().saying("fine"));

        assertThat(words(complete("\"prompt\":[\"one\",\"two\"],\"stream\":true")))
                .containsOnly(Map.entry(0, "fine"), Map.entry(1, "fine"));
    }

    @Test
    void aClientThatLeavesEndsTheUpstreamAndAsksNoFurtherPrompt() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("word ".repeat(400).split("(?<= )"))
                        .deltasEvery(Duration.ofMillis(50)));
        String body = "{\"model\":\"gpt-4o\",\"prompt\":[\"a\",\"b\"],\"max_tokens\":1000,\"stream\":true}";
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/completions HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + GatewayUnderTest.CLIENT_KEY
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .lineThatStartsWith("data: ");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> gateway.simulator().openStreams() == 0);
        Awaitility.await()
                .until(() -> Chat.json(gateway.get("/").body())
                                .at("/key_states/key-1/in_flight")
                                .asInt()
                        == 0);
        assertThat(gateway.simulator().queries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt\":[1,2]",
                "\"prompt\":\"x\",\"echo\":true",
                "\"prompt\":\"x\",\"best_of\":2",
                "\"prompt\":\"x\",\"suffix\":\"y\"",
                "\"prompt\":\"x\",\"logprobs\":1"
            })
    void whatCannotBeServedIsRefusedBeforeAnythingIsAsked(String fields) {
        HttpResponse<String> response = complete(fields + ",\"stream\":true");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Chat.json(response.body()).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @Test
    void theOfficialClientReadsAWholeAnswerAndAStream() {
        CompletionCreateParams params = CompletionCreateParams.builder()
                .model("gpt-4o")
                .promptOfArrayOfStrings(List.of("hello", "again"))
                .maxTokens(100)
                .build();

        Completion whole = gateway.openai().completions().create(params).validate();
        StringBuilder streamed = new StringBuilder();
        // no validation: this client declares finish_reason required, and OpenAI itself sends null until the end
        try (StreamResponse<Completion> stream =
                gateway.openai(false).completions().createStreaming(params)) {
            stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(CompletionChoice::text)
                    .forEach(streamed::append);
        }

        assertThat(whole.choices())
                .extracting(CompletionChoice::text)
                .containsExactly("You said «hello».", "You said «again».");
        assertThat(whole.choices().get(1).finishReason()).isEqualTo(CompletionChoice.FinishReason.STOP);
        assertThat(whole.usage().orElseThrow().totalTokens()).isPositive();
        assertThat(streamed).hasToString("You said «hello».You said «again».");
        assertThatThrownBy(() -> gateway.openai()
                        .completions()
                        .create(params.toBuilder().echo(true).build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void embeddingsAreAModelThatIsNotFound() {
        assertThatThrownBy(() -> gateway.openai()
                        .embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("text-embedding-3-small")
                                .input("hello")
                                .build()))
                .isInstanceOfSatisfying(NotFoundException.class, refusal -> {
                    assertThat(refusal.code()).hasValue("model_not_found");
                    assertThat(refusal.type()).hasValue("invalid_request_error");
                })
                .hasMessageContaining("text-embedding-3-small");
        HttpResponse<String> withoutKey = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url("/v1/embeddings"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"x\",\"input\":\"x\"}"))
                .build());
        assertThat(withoutKey.statusCode()).isEqualTo(401);
    }
}
