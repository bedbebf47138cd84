package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Thinking;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.clientKeys", GatewayUnderTest.CLIENT_KEY + ",another-client",
                "ondemand.apiKeys", "upstream-a,upstream-b",
                "ondemand.turnWaitTimeout", "1500"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answer() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("answer ", "number " + query.ordinal()));
    }

    /** Turns by turns: user, assistant, user, … */
    private static String conversation(boolean stream, String... texts) {
        StringBuilder messages = new StringBuilder("{\"role\":\"system\",\"content\":\"Be brief.\"}");
        for (int i = 0; i < texts.length; i++) {
            messages.append(",{\"role\":\"")
                    .append(i % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":")
                    .append(Chat.quoted(texts[i]))
                    .append('}');
        }
        return "{\"model\":\"gpt-4o\",\"stream\":" + stream + ",\"messages\":[" + messages + "]}";
    }

    private static String ask(String... texts) {
        var response = gateway.chat(conversation(false, texts));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Chat.json(response.body()).at("/choices/0/message/content").asText();
    }

    private static List<ReceivedQuery> queries() {
        return gateway.simulator().queries();
    }

    private static ReceivedQuery last() {
        return queries().get(queries().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNextTurnGoesToTheSameSessionAndKeyWithNothingButWhatIsNew(boolean stream) {
        String first = stream
                ? Chat.content(gateway.chat(conversation(true, "one " + stream)).body())
                : ask("one " + stream);

        ask("one " + stream, first, "two");

        assertThat(queries()).hasSize(2);
        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
        assertThat(last().apikey()).isEqualTo(queries().get(0).apikey());
        assertThat(last().query()).isEqualTo("two");
        assertThat(last().fulfillmentPrompt()).isEqualTo("Be brief.");
    }

    @Test
    void aLongConversationStaysInItsSession() {
        String a = ask("q1");
        String b = ask("q1", a, "q2");
        ask("q1", a, "q2", b, "q3");

        assertThat(queries()).extracting(ReceivedQuery::sessionId).containsOnly(last().sessionId());
        assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
    }

    @Test
    void anEditedHistoryGetsAFreshSessionWithAllOfIt() {
        String first = ask("edit me");

        ask("edit me!", first, "two");
        ask("edit me", first + " ", "two");

        assertThat(queries()).extracting(ReceivedQuery::sessionId).doesNotHaveDuplicates();
        assertThat(last().query()).contains("edit me", first, "two");
    }

    @Test
    void aRegeneratedAnswerGetsAFreshSession() {
        String first = ask("regenerate");

        String second = ask("regenerate");
        ask("regenerate", first, "go on");

        assertThat(queries().get(0).sessionId()).isNotEqualTo(queries().get(1).sessionId());
        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void anotherClientNeverSharesASession() {
        String first = ask("private");

        gateway.chatAs("another-client", conversation(false, "private", first, "what did I say?"));

        assertThat(last().sessionId()).isNotEqualTo(queries().get(0).sessionId());
        assertThat(last().query()).contains("private");
    }

    private static final String CALLS = ",\"tool_calls\":[{\"id\":\"ID\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"read_file\",\"arguments\":ARGUMENTS}}]";

    /** What clients make of an answer with words and a call, when they send it back. */
    private static Stream<Arguments> sameHistories() {
        String as = "{\"path\":\"a/ä\",\"lines\":[1,2]}";
        String content = "\"content\":\"I look.\"";
        return Stream.of(
                Arguments.of("as it was", content, as),
                Arguments.of("spaces", content, "{ \"path\": \"a/ä\",\n  \"lines\": [1, 2]\n}"),
                Arguments.of("order", content, "{\"lines\":[1,2],\"path\":\"a/ä\"}"),
                Arguments.of("escapes", content, "{\"path\":\"a\\/\\u00e4\",\"lines\":[1,2]}"),
                Arguments.of("one part", "\"content\":[{\"type\":\"text\",\"text\":\"I look.\"}]", as),
                Arguments.of(
                        "other fields",
                        "\"refusal\":null,\"annotations\":[],\"audio\":null,\"function_call\":null," + content,
                        as),
                Arguments.of("thinking", "\"reasoning_content\":\"I thought.\"," + content, as));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameHistories")
    void theSameHistoryWrittenOtherwiseGoesOnInItsSession(String name, String content, String arguments) {
        for (String id : new String[] {null, "rewritten1"}) {
            assertThat(goesOn("I look.", content, arguments, id)).as("id " + id).isTrue();
        }
    }

    @Test
    void aCallWithoutWordsIsTheSameWithNullOrEmptyOrNoContent() {
        String arguments = "{\"path\":\"a\"}";
        for (String content : new String[] {"\"content\":null", "\"content\":\"\"", "\"refusal\":null"}) {
            assertThat(goesOn("", content, arguments, null)).as(content).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"path\":\"a/ä\",\"lines\":[2,1]}",
                "{\"path\":\"a/ä\",\"lines\":[1,2.0]}",
                "{\"path\":\"a/a\",\"lines\":[1,2]}",
                "{\"path\":\"a/ä\",\"lines\":[1,2],\"more\":null}",
                "{\"path\":\"a/ä\",\"lines\":[1,2]"
            })
    void anotherCallInTheHistoryGetsAFreshSession(String arguments) {
        assertThat(goesOn("I look.", "\"content\":\"I look.\"", arguments, null))
                .isFalse();
    }

    /** Whether the next turn goes on in the session of the first, with the answer sent back like this. */
    private static boolean goesOn(String words, String content, String arguments, String id) {
        String made = arguments.contains("\"a\"") ? arguments : "{\"path\":\"a/ä\",\"lines\":[1,2]}";
        gateway.simulator().clearRecords();
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .thinking(new Thinking(List.of("I thought."), List.of(), List.of()))
                        .saying(words + " <tool_call>{\"name\":\"read_file\",\"arguments\":" + made + "}</tool_call>"));
        String tools =
                "{\"model\":\"gpt-4o\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"read_file\"}}],"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"read it\"}";
        var message = Chat.json(gateway.chat(tools + "]}").body()).at("/choices/0/message");
        assertThat(message.path("content").asText("")).isEqualTo(words);
        String call = id == null ? message.at("/tool_calls/0/id").asText() : id;
        var next = gateway.chat(tools + ",{\"role\":\"assistant\"," + content
                + CALLS.replace("ID", call).replace("ARGUMENTS", Chat.quoted(arguments))
                + "},{\"role\":\"tool\",\"tool_call_id\":\"" + call + "\",\"content\":\"result\"}]}");
        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        assertThat(queries()).hasSize(2);
        return last().sessionId().equals(queries().get(0).sessionId());
    }

    @Test
    void twoThatGoOnFromTheSamePointNeverShareASession() {
        String first = ask("fork");
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("slow").firstDeltaAfter(Duration.ofMillis(300)));

        var left = CompletableFuture.supplyAsync(() -> ask("fork", first, "left"));
        var right = CompletableFuture.supplyAsync(() -> ask("fork", first, "right"));

        assertThat(left.join() + right.join()).isEqualTo("slowslow");
        assertThat(queries()).hasSize(3);
        assertThat(queries().get(1).sessionId()).isNotEqualTo(queries().get(2).sessionId());
        assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
    }

    @Test
    void aTurnThatComesInTheTailWaitsForIt() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("tail").doneAfter(Duration.ofMillis(600)));

        String first = ask("tail 1");
        ask("tail 1", first, "right after");

        assertThat(last().sessionId()).isEqualTo(queries().get(0).sessionId());
        assertThat(gateway.simulator().concurrentQueriesOnOneSession()).isZero();
    }

    @Test
    void withoutPatienceATurnThatComesInTheTailGoesOnAtOnceInAnotherSession() {
        try (GatewayUnderTest hasty = GatewayUnderTest.start(Map.of("ondemand.turnWaitTimeout", "0"))) {
            hasty.simulator().onQuery(query -> Behaviour.atOnce().saying("hi").doneAfter(Duration.ofSeconds(3)));
            hasty.chat(conversation(false, "one"));
            hasty.chat(conversation(false, "one", "hi", "two"));

            List<ReceivedQuery> queries = hasty.simulator().queries();
            assertThat(hasty.simulator().openStreams())
                    .as("the first still runs out")
                    .isEqualTo(2);
            assertThat(queries.get(1).sessionId()).isNotEqualTo(queries.get(0).sessionId());
            assertThat(queries.get(1).query()).contains("one", "hi", "two");
            assertThat(hasty.simulator().sessionsDeleted()).isZero();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hasty.simulator().sessionsDeleted() == 1);
            assertThat(hasty.simulator().abortedStreams()).isZero();

            hasty.simulator().onQuery(query -> Behaviour.atOnce().saying("three"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hasty.simulator().openStreams() == 0 && nothingInFlight(hasty));
            hasty.chat(conversation(false, "one", "hi", "two", "hi", "three"));
            assertThat(hasty.simulator().queries().get(2).query()).isEqualTo("three");
            assertThat(hasty.simulator().queries().get(2).sessionId())
                    .isEqualTo(queries.get(1).sessionId());
            assertThat(hasty.simulator().concurrentQueriesOnOneSession()).isZero();
        }
    }

    @Test
    void aTailThatTakesTooLongIsNotWaitedFor() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("tail").doneAfter(Duration.ofSeconds(4)));

        String first = ask("tail 2");
        ask("tail 2", first, "right after");

        assertThat(last().sessionId()).isNotEqualTo(queries().get(0).sessionId());
        assertThat(last().query()).contains("tail 2", "right after");
    }

    @Test
    void aCutAnswerIsNeverGoneOnFrom() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("one ", "two STOP", " three"));
        String cut = Chat.json(
                        gateway.chat(conversation(false, "cut").replace("{\"model\"", "{\"stop\":\"STOP\",\"model\""))
                                .body())
                .at("/choices/0/message/content")
                .asText();

        ask("cut", cut, "go on");

        assertThat(cut).isEqualTo("one two ");
        assertThat(last().sessionId()).isNotEqualTo(queries().get(0).sessionId());
    }

    @Test
    void aSessionThatIsGoneUpstreamIsReplacedUnseen() {
        String first = ask("gone");
        gateway.simulator().forgetSessions();

        assertThat(ask("gone", first, "still there?")).startsWith("answer");

        assertThat(last().query()).contains("gone", first, "still there?");
    }

    @Test
    void aKeyThatCannotServeNowHandsTheConversationToAnother() {
        String first = ask("moving");
        String key = last().apikey();
        gateway.simulator()
                .onQuery(query -> query.apikey().equals(key)
                        ? Behaviour.atOnce().refusing(429, "rate_limit_exceeded", "slow down")
                        : Behaviour.atOnce().saying("moved"));

        assertThat(ask("moving", first, "two")).isEqualTo("moved");

        assertThat(last().apikey()).isNotEqualTo(key);
        assertThat(last().query()).contains("moving", first, "two");
    }

    @Test
    void inModeFreshEveryRequestHasItsOwnSessionWhichIsDeletedAfterwards() {
        try (GatewayUnderTest fresh = GatewayUnderTest.start(Map.of("ondemand.sessions", "fresh"))) {
            fresh.simulator().onQuery(query -> Behaviour.atOnce().saying("hi"));
            fresh.chat(conversation(false, "one"));
            fresh.chat(conversation(false, "one", "hi", "two"));

            assertThat(fresh.simulator().queries())
                    .extracting(ReceivedQuery::sessionId)
                    .doesNotHaveDuplicates();
            Awaitility.await().until(() -> fresh.simulator().sessionsDeleted() == 2);
        }
    }

    @Test
    void anIdleSessionIsForgottenAndDeleted() {
        try (GatewayUnderTest idle = GatewayUnderTest.start(Map.of("ondemand.sessionIdle", "300"))) {
            idle.simulator().onQuery(query -> Behaviour.atOnce().saying("hi"));
            idle.chat(conversation(false, "one"));

            Awaitility.await().until(() -> idle.simulator().sessionsDeleted() == 1);
            idle.chat(conversation(false, "one", "hi", "two"));

            assertThat(idle.simulator().queries())
                    .extracting(ReceivedQuery::sessionId)
                    .doesNotHaveDuplicates();
        }
    }

    private static boolean nothingInFlight(GatewayUnderTest gateway) {
        return Chat.json(gateway.get("/").body()).findValues("in_flight").stream()
                .allMatch(count -> count.asInt() == 0);
    }

    @Test
    void aNewConversationFindsASessionReady() {
        try (GatewayUnderTest warm = GatewayUnderTest.start(Map.of("ondemand.warmSessions", "2"))) {
            warm.simulator().onQuery(query -> Behaviour.atOnce().saying("hi"));
            warm.chat(conversation(false, "first"));
            // made upstream, and known here
            Awaitility.await().until(() -> warm.simulator().sessionsCreated() == 3 && nothingInFlight(warm));
            warm.simulator().onCreateSession(call -> Behaviour.atOnce().badGateway());

            assertThat(warm.chat(conversation(false, "second")).statusCode()).isEqualTo(200);
            assertThat(warm.chat(conversation(false, "third")).statusCode()).isEqualTo(200);
            assertThat(warm.simulator().queries())
                    .extracting(ReceivedQuery::sessionId)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void sessionsThatNobodyNeededAreDeletedToo() {
        try (GatewayUnderTest idle =
                GatewayUnderTest.start(Map.of("ondemand.warmSessions", "2", "ondemand.sessionIdle", "400"))) {
            idle.simulator().onQuery(query -> Behaviour.atOnce().saying("hi"));
            idle.chat(conversation(false, "one"));

            Awaitility.await().until(() -> idle.simulator().sessionsDeleted() == 3);
        }
    }

    @Test
    void anIdleGatewayMakesNoSessions() {
        try (GatewayUnderTest idle = GatewayUnderTest.start(Map.of("ondemand.warmSessions", "2"))) {
            assertThat(idle.get("/v1/models").statusCode()).isEqualTo(200);

            assertThat(idle.simulator().calls().of(CallKind.CREATE_SESSION)).isZero();
        }
    }
}
