package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Interruption;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** langchain4j as its users set it up: a base URL, a key, a model. */
class LangChainIT {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("Weather of a city")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();
    private static final String CALL =
            "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.keyWaitTimeout", "1",
                "keys.throttledAtLeast", "200",
                "keys.throttledFor", "200",
                "gateway.attempts", "1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        Awaitility.await()
                .until(() -> Chat.json(gateway.get("/").body())
                        .at("/key_states/key-1/state")
                        .asText()
                        .equals("up"));
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder model() {
        return OpenAiChatModel.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey(GatewayUnderTest.CLIENT_KEY)
                .modelName("gpt-4o")
                .timeout(Duration.ofSeconds(20))
                .returnThinking(true);
    }

    private static void saying(String... deltas) {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(deltas));
    }

    private static ChatRequest.Builder hello() {
        return ChatRequest.builder().messages(UserMessage.from("hello"));
    }

    private static ChatResponse streamed(ChatRequest request, StringBuilder words, StringBuilder thoughts)
            throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey(GatewayUnderTest.CLIENT_KEY)
                .modelName("gpt-4o")
                .returnThinking(true)
                .build()
                .chat(request, new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String delta) {
                        words.append(delta);
                    }

                    @Override
                    public void onPartialThinking(PartialThinking thinking) {
                        thoughts.append(thinking.text());
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        whole.completeExceptionally(failure);
                    }
                });
        return whole.get(20, TimeUnit.SECONDS);
    }

    @Test
    void chatsWithUsageAndThinkingWholeAndStreamed() throws Exception {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce().saying("Grüße", " 😀").thinking(Thinking.USUAL));
        StringBuilder words = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();

        ChatResponse whole = model().build().chat(hello().build());
        ChatResponse stream = streamed(hello().build(), words, thoughts);

        for (ChatResponse response : List.of(whole, stream)) {
            assertThat(response.aiMessage().text()).isEqualTo("Grüße 😀");
            assertThat(response.aiMessage().thinking()).startsWith("The user wants an answer");
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(response.tokenUsage().totalTokenCount()).isPositive();
        }
        assertThat(words).hasToString("Grüße 😀");
        assertThat(thoughts).hasToString(whole.aiMessage().thinking());
    }

    @Test
    void goesRoundWithATool() throws Exception {
        saying("Let me look. ", CALL.substring(0, 20), CALL.substring(20));
        StringBuilder words = new StringBuilder();
        ChatRequest question = hello().toolSpecifications(WEATHER).build();

        AiMessage whole = model().build().chat(question).aiMessage();
        AiMessage stream = streamed(question, words, new StringBuilder()).aiMessage();

        for (AiMessage message : List.of(whole, stream)) {
            assertThat(message.toolExecutionRequests())
                    .singleElement()
                    .extracting(ToolExecutionRequest::name, ToolExecutionRequest::arguments)
                    .containsExactly("get_weather", "{\"city\":\"Paris\"}");
        }
        assertThat(words.toString()).startsWith("Let me look.").doesNotContain("tool_call");

        saying("It is sunny.");
        ChatResponse answer = model().build()
                .chat(ChatRequest.builder()
                        .messages(
                                UserMessage.from("hello"),
                                whole,
                                ToolExecutionResultMessage.from(
                                        whole.toolExecutionRequests().get(0), "sunny, 24 degrees"))
                        .toolSpecifications(WEATHER)
                        .build());
        assertThat(answer.aiMessage().text()).isEqualTo("It is sunny.");
        List<ReceivedQuery> queries = gateway.simulator().queries();
        assertThat(queries.get(queries.size() - 1).query()).contains("sunny, 24 degrees");
    }

    @Test
    void getsJsonOfItsSchema() {
        saying("```json\n", "{\"n\": 4}", "\n```");

        ChatResponse answer = model().strictJsonSchema(true)
                .build()
                .chat(hello().responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("answer")
                                        .rootElement(JsonObjectSchema.builder()
                                                .addIntegerProperty("n")
                                                .required("n")
                                                .build())
                                        .build())
                                .build())
                        .build());

        assertThat(answer.aiMessage().text()).isEqualTo("{\"n\": 4}");
    }

    @Test
    void seesItsOwnExceptionsAndRetriesOnlyWhatARetryCures() {
        assertThatThrownBy(() -> model().apiKey("wrong").build().chat("hello"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> model().modelName("no-such").build().chat("hello"))
                .isInstanceOf(ModelNotFoundException.class);
        assertThat(gateway.simulator().queries()).isEmpty();

        gateway.simulator().onQuery(query -> Behaviour.atOnce().refusing(429, "rate_limit", "slow down"));
        assertThatThrownBy(() -> model().maxRetries(0).build().chat("hello")).isInstanceOf(RateLimitException.class);
    }

    @Test
    void comesBackByItselfAfterA429() {
        gateway.simulator()
                .onQuery(query -> query.ordinal() == 1
                        ? Behaviour.atOnce().refusing(429, "rate_limit", "slow down")
                        : Behaviour.atOnce().saying("here again"));

        assertThat(model().build().chat("hello")).isEqualTo("here again");
    }

    @Test
    void noticesAStreamThatBreaks() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("one ", "two ", "three")
                        .deltasEvery(Duration.ofMillis(50))
                        .interrupted(2, new Interruption.Drop(true)));
        StringBuilder words = new StringBuilder();

        assertThatThrownBy(() -> streamed(hello().build(), words, new StringBuilder()))
                .isNotNull();
        assertThat(words.toString()).startsWith("one");
    }

    @Test
    void completesTextsAndTakesEmbeddingsForAModelThatIsNotThere() {
        saying("Once upon a time.");
        OpenAiLanguageModel texts = OpenAiLanguageModel.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey(GatewayUnderTest.CLIENT_KEY)
                .modelName("gpt-4o")
                .build();
        OpenAiEmbeddingModel embeddings = OpenAiEmbeddingModel.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey(GatewayUnderTest.CLIENT_KEY)
                .modelName("text-embedding-3-small")
                .build();

        assertThat(texts.generate("Tell a story").content()).isEqualTo("Once upon a time.");
        assertThatThrownBy(() -> embeddings.embed("hello")).isInstanceOf(ModelNotFoundException.class);
    }
}
