package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.ContentTooLargeException;
import com.anthropic.errors.GatewayTimeoutException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.BetaToolRunner;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ThinkingConfigAdaptive;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAny;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.models.ModelInfo;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's client for Java, unchanged and with its validation of responses; none but its own calls. */
class AnthropicJavaIT {

    private static final String REASONING = "predefined-claude-sonnet-5";
    private static final String CALL =
            "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris \\\"ä\\\" 🎭\"}}</tool_call>";
    private static final Tool WEATHER = Tool.builder()
            .name("get_weather")
            .description("Weather of a city")
            .inputSchema(Tool.InputSchema.builder()
                    .properties(Tool.InputSchema.Properties.builder()
                            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                            .build())
                    .addRequired("city")
                    .build())
            .build();

    private static GatewayUnderTest gateway;
    private static AnthropicClient client;
    private static AnthropicClient patient;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.attempts", "1",
                "gateway.keyWaitTimeout", "1",
                "gateway.maxBodyBytes", "20000",
                "ondemand.firstEventTimeout", "1500",
                "keys.disabledFor", "200",
                "keys.failingFor", "50"));
        client = client(GatewayUnderTest.CLIENT_KEY, 0);
        patient = client(GatewayUnderTest.CLIENT_KEY, 2);
    }

    @AfterAll
    static void stop() {
        client.close();
        patient.close();
        gateway.close();
    }

    /** Until a failure of the test before is over for the key: an answer proves it. */
    @BeforeEach
    void reset() {
        gateway.simulator().resetToDefaults();
        saying("ready");
        Awaitility.await().until(() -> gateway.chat(Chat.whole("ready?")).statusCode() == 200);
        gateway.simulator().clearRecords();
    }

    private static AnthropicClient client(String key, int retries) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.url("").toString())
                .apiKey(key)
                .responseValidation(true)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(20))
                .build();
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

    private static MessageCreateParams.Builder ask(String text) {
        return MessageCreateParams.builder().model("gpt-4o").maxTokens(1000).addUserMessage(text);
    }

    /** The message, however it came. */
    private static Message answer(boolean stream, MessageCreateParams question) {
        if (!stream) {
            return client.messages().create(question);
        }
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(question)) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAnAnswerWithItsUsage(boolean stream) {
        saying("Grüße, 🎭 \"friend\"\n\\.");

        Message message = answer(stream, ask("Hi").system("Be kind.").build());

        assertThat(text(message)).isEqualTo("Grüße, 🎭 \"friend\"\n\\.");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.model().asString()).isEqualTo("gpt-4o");
        assertThat(message.usage().inputTokens()).isPositive();
        assertThat(message.usage().outputTokens()).isPositive();
        assertThat(last().query()).isEqualTo("Hi");
        assertThat(last().fulfillmentPrompt()).isEqualTo("Be kind.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysWhyAnAnswerEndedEarly(boolean stream) {
        saying("one two three four five six");

        Message stopped = answer(stream, ask("Count").addStopSequence("three").build());
        Message cut = answer(stream, ask("Count").maxTokens(2).build());

        assertThat(text(stopped)).isEqualTo("one two ");
        assertThat(stopped.stopReason()).contains(StopReason.STOP_SEQUENCE);
        assertThat(stopped.stopSequence()).contains("three");
        assertThat(cut.stopReason()).contains(StopReason.MAX_TOKENS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesRoundWithAToolAndItsResult(boolean stream) {
        saying("I look. " + CALL, "It is sunny.");
        MessageCreateParams.Builder talk = ask("Weather " + stream + "?").addTool(WEATHER);

        Message call = answer(stream, talk.build());

        assertThat(call.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(call.content()).hasSize(2).first().matches(ContentBlock::isText);
        assertThat(call.content().get(1).asToolUse().name()).isEqualTo("get_weather");
        assertThat(call.content().get(1).asToolUse()._input())
                .isEqualTo(JsonValue.from(Map.of("city", "Paris \"ä\" 🎭")));

        ToolResultBlockParam result = ToolResultBlockParam.builder()
                .toolUseId(call.content().get(1).asToolUse().id())
                .content("no such city")
                .isError(true)
                .build();
        Message answer = answer(
                stream,
                talk.addMessage(call)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(result), ContentBlockParam.ofText("try again")))
                        .build());

        assertThat(text(answer)).isEqualTo("It is sunny.");
        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
        assertThat(last().query())
                .contains("The call failed:\nno such city", "try again")
                .doesNotContain("Weather " + stream);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsSeveralCallsOfOneAnswer(boolean stream) {
        saying(CALL + "\n" + CALL.replace("Paris", "Rome"));

        Message message = answer(
                stream,
                ask("Weather?")
                        .addTool(WEATHER)
                        .toolChoice(ToolChoiceAny.builder().build())
                        .build());

        assertThat(message.content()).hasSize(2).allMatch(ContentBlock::isToolUse);
        assertThat(message.content())
                .extracting(block -> block.asToolUse().id())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsThinkingAndSendsItBack(boolean stream) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .thinking(new Thinking(List.of("Let me ", "see."), List.of(), List.of()))
                        .saying("One. ", "Two."));
        MessageCreateParams.Builder talk = ask("Think " + stream)
                .model(REASONING)
                .thinking(ThinkingConfigAdaptive.builder().build());

        Message message = answer(stream, talk.build());

        assertThat(message.content()).hasSize(2);
        assertThat(message.content().get(0).asThinking().thinking()).isEqualTo("Let me see.");
        assertThat(message.content().get(0).asThinking().signature()).isNotEmpty();
        assertThat(text(message)).isEqualTo("One. Two.");

        answer(stream, talk.addMessage(message).addUserMessage("go on").build());
        assertThat(last().query()).isEqualTo("go on");
        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
    }

    /** A tool that the client itself runs: its name and parameters are those of the class. */
    static final class Weather implements Supplier<String> {
        public String city;

        @Override
        public String get() {
            return "sunny in " + city;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsToolRunnerGoesRoundUntilThereIsAnAnswer(boolean stream) {
        saying("<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>", "It is sunny.");
        BetaToolRunner runner = client.beta()
                .messages()
                .toolRunner(com.anthropic.models.beta.messages.MessageCreateParams.builder()
                        .model("gpt-4o")
                        .maxTokens(1000)
                        .addUserMessage("Weather " + stream + "?")
                        .addTool(Weather.class)
                        .build());
        List<String> words = new ArrayList<>();

        if (stream) {
            runner.streaming()
                    .forEach(turn -> turn.stream()
                            .flatMap(event -> event.contentBlockDelta().stream())
                            .flatMap(event -> event.delta().text().stream())
                            .forEach(delta -> words.add(delta.text())));
        } else {
            runner.forEach(message -> message.content().stream()
                    .flatMap(block -> block.text().stream())
                    .forEach(text -> words.add(text.text())));
        }

        assertThat(String.join("", words)).isEqualTo("It is sunny.");
        assertThat(queries()).hasSize(2);
        assertThat(last().query()).contains("sunny in Paris");
    }

    @Test
    void itsAsynchronousClientReadsAnAnswer() {
        saying("Hello there.");

        assertThat(text(client.async().messages().create(ask("Hi").build()).join()))
                .isEqualTo("Hello there.");
    }

    /** What a structured answer is read into. */
    static final class Person {
        public String name;
        public int age;
    }

    @Test
    void getsAnObjectOfItsClass() {
        saying("```json\n{\"name\":\"Ada\",\"age\":\"old\"}\n```", "{\"name\":\"Ada\",\"age\":36}");

        Person person = client.messages()
                .create(ask("Who?").outputConfig(Person.class).build())
                .content()
                .get(0)
                .asText()
                .text();

        assertThat(person.name).isEqualTo("Ada");
        assertThat(person.age).isEqualTo(36);
        assertThat(queries()).hasSize(2);
    }

    @Test
    void countsTokensWithoutAskingTheModel() {
        MessageCountTokensParams.Builder question =
                MessageCountTokensParams.builder().model("gpt-4o").addUserMessage("Hello there");

        long few = client.messages().countTokens(question.build()).inputTokens();
        long more = client.messages()
                .countTokens(question.system("Be brief.").addTool(WEATHER).build())
                .inputTokens();

        assertThat(few).isPositive();
        assertThat(more).isGreaterThan(few);
        assertThat(queries()).isEmpty();
    }

    @Test
    void listsTheModelsAndFindsOne() {
        List<ModelInfo> models = client.models().list().autoPager().stream().toList();

        assertThat(models).extracting(ModelInfo::id).contains("gpt-4o").doesNotHaveDuplicates();
        assertThat(models)
                .allSatisfy(model -> assertThat(model.validate().displayName()).isEqualTo(model.id()));
        assertThat(client.models().retrieve("predefined-simulated/with-slash").id())
                .isEqualTo("predefined-simulated/with-slash");
        NotFoundException unknown = catchThrowableOfType(
                NotFoundException.class, () -> client.models().retrieve("nobody"));
        assertThat(unknown.type().orElseThrow().asString()).isEqualTo("not_found_error");
    }

    /** An error, and how it comes about. */
    private record Failure(
            Class<? extends AnthropicServiceException> raised,
            String type,
            UnaryOperator<MessageCreateParams.Builder> change,
            Behaviour model) {

        @Override
        public String toString() {
            return raised.getSimpleName();
        }
    }

    static Stream<Failure> failures() {
        Behaviour fine = Behaviour.atOnce();
        UnaryOperator<MessageCreateParams.Builder> same = question -> question;
        return Stream.of(
                new Failure(
                        BadRequestException.class,
                        "invalid_request_error",
                        ask -> ask.putAdditionalBodyProperty("top_p", JsonValue.from(7)),
                        fine),
                new Failure(NotFoundException.class, "not_found_error", ask -> ask.model("no-such"), fine),
                new Failure(
                        ContentTooLargeException.class,
                        "request_too_large",
                        ask -> ask.system("x".repeat(30_000)),
                        fine),
                new Failure(RateLimitException.class, "rate_limit_error", same, fine.throttling(1)),
                new Failure(InternalServerException.class, "api_error", same, fine.refusing(500, "server_error", "x")),
                new Failure(GatewayTimeoutException.class, "timeout_error", same, fine.neverAnswering()),
                new Failure(
                        OverloadedException.class,
                        "overloaded_error",
                        same,
                        fine.refusing(401, "unauthenticated", "x")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void raisesItsOwnExceptionForEachKindOfError(Failure failure) {
        for (boolean stream : new boolean[] {false, true}) {
            reset();
            gateway.simulator().onQuery(query -> failure.model());
            MessageCreateParams question = failure.change().apply(ask("Hi")).build();

            AnthropicServiceException error =
                    catchThrowableOfType(AnthropicServiceException.class, () -> answer(stream, question));

            assertThat(error).isExactlyInstanceOf(failure.raised());
            assertThat(error.type().orElseThrow().asString()).isEqualTo(failure.type());
            assertThat(error.requestId()).isPresent();
            assertThat(error.apiMessage().orElseThrow()).isNotBlank();
        }
    }

    @Test
    void raisesUnauthorizedForAWrongKeyWithoutRepeatingIt() {
        AnthropicServiceException error = catchThrowableOfType(
                AnthropicServiceException.class,
                () -> client("sk-ant-wrong", 2).messages().create(ask("Hi").build()));

        assertThat(error).isExactlyInstanceOf(UnauthorizedException.class).hasMessageNotContaining("sk-ant-wrong");
        assertThat(error.type().orElseThrow().asString()).isEqualTo("authentication_error");
    }

    @Test
    void raisesWhenAStreamBreaksAfterItsFirstWords() {
        for (Behaviour broken : List.of(
                Behaviour.atOnce().saying("one ", "two ", "three").errorAfter(2, "model_error", "x"),
                Behaviour.atOnce().saying("one ", "two ", "three").resetAfter(2))) {
            reset();
            gateway.simulator().onQuery(query -> broken);

            AnthropicServiceException error = catchThrowableOfType(
                    AnthropicServiceException.class,
                    () -> answer(true, ask("Hi").build()));

            assertThat(error).isExactlyInstanceOf(SseException.class);
            assertThat(error.type().orElseThrow().asString()).isEqualTo("api_error");
        }
    }

    @Test
    void comesBackByItselfAfterAFailureThatPasses() {
        for (Behaviour passing :
                List.of(Behaviour.atOnce().throttling(1), Behaviour.atOnce().refusing(500, "server_error", "x"))) {
            reset();
            gateway.simulator()
                    .onQuery(query ->
                            query.ordinal() == 1 ? passing : Behaviour.atOnce().saying("here again"));

            assertThat(text(patient.messages().create(ask("Hi").build()))).isEqualTo("here again");
            assertThat(queries()).hasSize(2);
        }
    }

    @Test
    void doesNotComeBackWhereThatCuresNothing() {
        saying("I would rather talk.");
        MessageCreateParams question = ask("Weather?")
                .addTool(WEATHER)
                .toolChoice(ToolChoiceAny.builder().build())
                .build();

        AnthropicServiceException error = catchThrowableOfType(
                AnthropicServiceException.class, () -> patient.messages().create(question));

        assertThat(error).isExactlyInstanceOf(InternalServerException.class);
        // asked, and asked once to mend it
        assertThat(queries()).hasSize(2);
    }

    @Test
    void endsTheAnswerUpstreamWhenItLeaves() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Stream.generate(() -> "word ").limit(600).toList())
                        .deltasEvery(Duration.ofMillis(50)));

        try (StreamResponse<RawMessageStreamEvent> events =
                client.messages().createStreaming(ask("Go").build())) {
            assertThat(events.stream()
                            .filter(RawMessageStreamEvent::isContentBlockDelta)
                            .findFirst())
                    .isPresent();
        }

        Awaitility.await().until(() -> gateway.simulator().openStreams() == 0);
        assertThat(gateway.simulator().abortedStreams()).isEqualTo(1);
    }
}
