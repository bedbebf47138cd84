package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.ResumeForm;
import io.ondemand2api.scripted.Thinking;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that break after words have come go on where they were, without a second generation. */
class StreamResumeIT {

    private static final int STREAMS = Integer.getInteger("resume.streams", 200);
    private static final int MAX_BYTES = 60 * 200;
    private static final List<String> WORDS = IntStream.range(0, 60)
            .mapToObj(i -> i % 7 == 0 ? "ha ha 😀 " : "wörd" + i + " ")
            .toList();
    private static final String WHOLE = String.join("", WORDS);
    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]}";

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                Map.of("ondemand.resumeAttempts", "3", "ondemand.apiKeys", "upstream-secret-1,upstream-secret-2"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
    }

    private static Behaviour right() {
        return Behaviour.atOnce().saying(WORDS);
    }

    private static Function<ReceivedQuery, Behaviour> first(int count, Behaviour fault) {
        AtomicInteger left = new AtomicInteger(count);
        return query -> left.getAndDecrement() > 0 ? fault : right();
    }

    private static JsonNode lastUsage(HttpResponse<String> whole) {
        return Chat.json(whole.body()).path("usage");
    }

    @Test
    void streamsCutAtRandomBytesOneToThreeTimesAreWholeByOneGenerationEach() throws Exception {
        Map<String, AtomicInteger> cuts = new ConcurrentHashMap<>();
        Random seeds = new Random(14);
        gateway.simulator().onQuery(query -> {
            String text = query.query();
            int left = cuts.get(number(text)).getAndDecrement();
            // a break before any word has come is an ordinary retry: the first frame is whole
            int at = 400 + new Random(text.hashCode() + 31L * left).nextInt(MAX_BYTES);
            return left > 0 ? right().breakingAfterBytes(at) : right();
        });
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            cuts.put("q" + i + "q", new AtomicInteger(1 + seeds.nextInt(3)));
            String body = Chat.streamed("q" + i + "q");
            requests.add(() -> gateway.chat(body));
        }
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            for (Future<HttpResponse<String>> answer : clients.invokeAll(requests)) {
                String body = answer.get().body();
                assertThat(Chat.content(body)).isEqualTo(WHOLE);
                assertThat(body).endsWith("data: [DONE]\n\n");
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(gateway.simulator().generations()).isEqualTo(STREAMS);
        assertThat(gateway.simulator().calls().of(CallKind.QUERY)).isGreaterThan(STREAMS * 3L / 2);
    }

    private static String number(String text) {
        int from = text.indexOf('q');
        while (!Character.isDigit(text.charAt(from + 1))) {
            from = text.indexOf('q', from + 1);
        }
        return text.substring(from, text.indexOf('q', from + 1) + 1);
    }

    private static double resumed(String outcome) {
        return Scrape.of(gateway).value("ondemand2api_resumed_answers_total", "outcome", outcome);
    }

    @Test
    void resumedAnswersAreCountedByWhatBecameOfThem() {
        double whole = resumed("whole");
        double failed = resumed("failed");
        gateway.simulator().onQuery(first(1, right().cutAfter(10)));
        gateway.chat(Chat.streamed("hi"));

        await().until(() -> resumed("whole") == whole + 1);
        assertThat(resumed("failed")).isEqualTo(failed);
        gateway.simulator().resuming(ResumeForm.OTHER_TEXT);
        gateway.simulator().onQuery(first(1, right().cutAfter(10)));
        gateway.chat(Chat.streamed("hi"));

        await().until(() -> resumed("failed") == failed + 1);
    }

    @Test
    void resumesWithTheSameBodyKeyAndSession() {
        gateway.simulator().onQuery(first(1, right().resetAfter(20)));

        gateway.chat(Chat.streamed("hi"));

        List<ReceivedQuery> queries = gateway.simulator().queries();
        assertThat(queries).hasSize(2);
        ReceivedQuery again = queries.get(1);
        assertThat(again.messageId()).isNotNull();
        assertThat(again.call().body().path("lastEventIndex").asInt()).isBetween(1, 20);
        assertThat(again.sessionId()).isEqualTo(queries.get(0).sessionId());
        assertThat(again.apikey()).isEqualTo(queries.get(0).apikey());
        assertThat(again.query()).isEqualTo(queries.get(0).query());
    }

    @Test
    void aWholeAnswerIsResumedToo() {
        gateway.simulator().onQuery(first(2, right().cutAfter(10)));

        HttpResponse<String> response = gateway.chat(Chat.whole("hi"));

        assertThat(Chat.json(response.body()).at("/choices/0/message/content").asText())
                .isEqualTo(WHOLE);
        assertThat(lastUsage(response).path("completion_tokens").asInt()).isEqualTo((WHOLE.length() + 3) / 4);
        assertThat(gateway.simulator().generations()).isEqualTo(1);
    }

    @Test
    void theMessageIsReadWhenEveryStreamBreaks() {
        gateway.simulator().onQuery(query -> right().cutAfter(10));

        HttpResponse<String> response = gateway.chat(Chat.streamed("hi"));

        assertThat(Chat.content(response.body())).isEqualTo(WHOLE);
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.simulator().calls().of(CallKind.QUERY)).isEqualTo(4);
        assertThat(gateway.simulator().calls().of(CallKind.READ_MESSAGES)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ResumeForm.class,
            names = {"NO_REPLAY", "OTHER_TEXT", "OTHER_MESSAGE", "NOT_FOUND"})
    void whatIsNotTheSameAnswerEndsAStreamWithAnErrorAndIsAnotherAttemptElse(ResumeForm form) {
        gateway.simulator().resuming(form);
        gateway.simulator().messagesReadable(false);
        gateway.simulator().onQuery(first(1, right().cutAfter(10)));

        HttpResponse<String> streamed = gateway.chat(Chat.streamed("hi"));

        assertThat(streamed.body())
                .contains("event: error\n", "broke off before the answer was complete")
                .doesNotContain("[DONE]");
        assertThat(WHOLE).startsWith(Chat.content(streamed.body().split("event: error")[0]));

        gateway.simulator().clearRecords();
        gateway.simulator().onQuery(first(1, right().cutAfter(10)));
        HttpResponse<String> whole = gateway.chat(Chat.whole("hi"));

        assertThat(Chat.json(whole.body()).at("/choices/0/message/content").asText())
                .isEqualTo(WHOLE);
        assertThat(gateway.simulator().generations()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = ResumeForm.class,
            names = {"REPLAY", "REPLAY_WITH_THINKING"})
    void thinkingIsNotRepeated(ResumeForm form) {
        Thinking thinking = new Thinking(List.of("one ", "two ", "two "), List.of("three "), List.of("four"));
        gateway.simulator().resuming(form);
        gateway.simulator()
                .onQuery(query -> (query.messageId() == null ? right().cutAfter(10) : right()).thinking(thinking));

        HttpResponse<String> response = gateway.chat(Chat.whole("hi"));

        JsonNode message = Chat.json(response.body()).at("/choices/0/message");
        assertThat(message.path("content").asText()).isEqualTo(WHOLE);
        assertThat(message.path("reasoning_content").asText()).isEqualTo("one two two three four");
    }

    @Test
    void aCallOfAToolGoesOnInTheMiddle() {
        List<String> deltas =
                "Let me see. <tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Köln\"}}</tool_call>"
                        .codePoints()
                        .mapToObj(Character::toString)
                        .toList();
        for (int at = 1; at < deltas.size(); at += 7) {
            int cut = at;
            gateway.simulator().clearRecords();
            gateway.simulator().onQuery(query -> {
                Behaviour says = Behaviour.atOnce().saying(deltas);
                return query.messageId() == null ? says.droppedAfter(cut) : says;
            });
            String body = Chat.whole("hi");

            JsonNode answer = Chat.json(
                    gateway.chat(body.substring(0, body.length() - 1) + TOOLS).body());

            assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments")
                            .asText())
                    .as("cut after " + at)
                    .isEqualTo("{\"city\": \"Köln\"}");
            assertThat(answer.at("/choices/0/message/content").asText().strip()).isEqualTo("Let me see.");
            assertThat(gateway.simulator().generations()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerInJsonGoesOn() {
        List<String> deltas = List.of("```json\n", "{\"a\":", " [1, ", "2]}", "\n```");
        gateway.simulator().onQuery(query -> {
            Behaviour says = Behaviour.atOnce().saying(deltas);
            return query.messageId() == null ? says.resetAfter(2) : says;
        });
        String body = Chat.streamed("json please");

        String answer = gateway.chat(
                        body.substring(0, body.length() - 1) + ",\"response_format\":{\"type\":\"json_object\"}}")
                .body();

        assertThat(Chat.json(Chat.content(answer))).isEqualTo(Chat.json("{\"a\":[1,2]}"));
        assertThat(gateway.simulator().generations()).isEqualTo(1);
    }

    @Test
    void aKeyWhoseBreakIsMendedStaysInUse() {
        gateway.simulator().onQuery(query -> query.messageId() == null ? right().resetAfter(10) : right());

        for (int i = 0; i < 12; i++) {
            assertThat(Chat.content(gateway.chat(Chat.streamed("hi")).body())).isEqualTo(WHOLE);
        }

        JsonNode states = Chat.json(gateway.get("/").body()).path("key_states");
        assertThat(states.at("/key-1/state").asText()).isEqualTo("up");
        assertThat(states.at("/key-2/state").asText()).isEqualTo("up");
    }

    @Test
    void noAttemptsMeansNoResuming() {
        try (GatewayUnderTest off = GatewayUnderTest.start(Map.of("ondemand.resumeAttempts", "0"))) {
            off.simulator().onQuery(first(1, right().cutAfter(10)));
            assertThat(off.chat(Chat.streamed("hi")).body())
                    .contains("event: error\n", "broke off before the answer was complete");

            off.simulator().onQuery(first(1, right().cutAfter(10)));
            assertThat(Chat.json(off.chat(Chat.whole("hi")).body())
                            .at("/choices/0/message/content")
                            .asText())
                    .isEqualTo(WHOLE);
            assertThat(off.simulator().queries())
                    .allSatisfy(query -> assertThat(query.messageId()).isNull());
        }
    }
}
