package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.Reply;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code background: true}: each answer is checked against OpenAI's schemas, too. */
class BackgroundResponsesIT {

    private static final String PATH = "/v1/responses";
    private static final int PLACES = 4;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.clientKeys", GatewayUnderTest.CLIENT_KEY + ",another-client",
                "gateway.attempts", "1",
                "gateway.keepAliveInterval", "300",
                "gateway.responses.maxStoredBytes", "300000",
                "gateway.maxConcurrentRequestsPerClient", String.valueOf(PLACES)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answer() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
    }

    @AfterEach
    void nothingIsLeftUnderWay() {
        Awaitility.await().until(() -> gateway.simulator().openStreams() == 0);
    }

    /** Says a hundred words in a second. */
    private static void sayingForASecond() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(100, "word "))
                        .deltasEvery(Duration.ofMillis(10)));
    }

    private static void sayingForALongTime() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(2000, "word "))
                        .deltasEvery(Duration.ofMillis(20)));
    }

    private static HttpResponse<String> send(String method, String path, String body, String key) {
        return gateway.send(method, path, body, key);
    }

    private static HttpResponse<String> send(String method, String path) {
        return send(method, path, null, GatewayUnderTest.CLIENT_KEY);
    }

    private static String body(String more) {
        return "{\"model\":\"gpt-4o\",\"input\":\"hi\",\"background\":true" + more + "}";
    }

    private static HttpResponse<String> post(String more) {
        return send("POST", PATH, body(more), GatewayUnderTest.CLIENT_KEY);
    }

    /** Asks for a response in the background, and gives its path. */
    private static String begin() {
        HttpResponse<String> told = post("");
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        return PATH + "/" + Chat.json(told.body()).path("id").asText();
    }

    private static JsonNode get(String path) {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Chat.json(response.body());
    }

    private static JsonNode ended(String path) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> get(path),
                        response -> !response.path("status").asText().equals("in_progress"));
    }

    private static String text(JsonNode response) {
        return response.at("/output/0/content/0/text").asText();
    }

    private static void refused(HttpResponse<String> response, int status, String param) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(Chat.json(response.body()).at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void itsClientIsToldAtOnceAndComesBackForTheAnswer() {
        sayingForASecond();

        JsonNode told = Chat.json(post("").body());
        assertThat(told.path("status").asText()).isEqualTo("queued");
        assertThat(told.path("background").asBoolean()).isTrue();
        assertThat(told.path("output")).isEmpty();

        String path = PATH + "/" + told.path("id").asText();
        JsonNode underWay = get(path);
        assertThat(underWay.path("status").asText()).isEqualTo("in_progress");
        assertThat(get(path + "/input_items").at("/data/0/content/0/text").asText())
                .isEqualTo("hi");

        JsonNode whole = ended(path);
        assertThat(whole.path("status").asText()).isEqualTo("completed");
        assertThat(whole.path("id")).isEqualTo(told.path("id"));
        assertThat(whole.path("created_at")).isEqualTo(told.path("created_at"));
        assertThat(text(whole)).isEqualTo("word ".repeat(100));
        assertThat(whole.at("/usage/output_tokens").asInt()).isPositive();
    }

    @Test
    void anSdkPollsForIt() {
        sayingForASecond();

        var told = gateway.openai()
                .responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-4o")
                        .input("hi")
                        .background(true)
                        .build());
        assertThat(told.status()).contains(ResponseStatus.QUEUED);

        var whole = Awaitility.await()
                .until(
                        () -> gateway.openai().responses().retrieve(told.id()),
                        one -> one.status()
                                .filter(ResponseStatus.COMPLETED::equals)
                                .isPresent());
        assertThat(whole.output()).hasSize(1);
    }

    @Test
    void aConversationGoesOnFromItOnceItIsWhole() {
        sayingForASecond();
        String path = begin();
        String next = ",\"previous_response_id\":\"" + path.substring(PATH.length() + 1) + "\"";

        refused(post(next), 400, "previous_response_id");
        ended(path);
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("more"));

        JsonNode second = Chat.json(send(
                        "POST",
                        PATH,
                        "{\"model\":\"gpt-4o\",\"input\":\"go on\"" + next + "}",
                        GatewayUnderTest.CLIENT_KEY)
                .body());
        assertThat(text(second)).isEqualTo("more");
        assertThat(gateway.simulator().queries()).hasSize(2);
        assertThat(gateway.simulator().queries().get(1).query()).isEqualTo("go on");
    }

    @Test
    void aClientThatLosesItsStreamGoesOnReadingOnAnotherConnection() {
        sayingForASecond();
        int last;
        String id;
        try (RawClient client = new RawClient(gateway.port())) {
            client.post(PATH, "", body(",\"stream\":true"));
            JsonNode created = event(client);
            id = created.at("/response/id").asText();
            assertThat(created.at("/response/status").asText()).isEqualTo("queued");
            assertThat(event(client).path("type").asText()).isEqualTo("response.queued");
            JsonNode event = event(client);
            while (!event.path("type").asText().endsWith(".delta")) {
                event = event(client);
            }
            last = event.path("sequence_number").asInt();
        }

        List<JsonNode> rest = replay(PATH + "/" + id + "?stream=true&starting_after=" + last);
        assertThat(rest.get(0).path("sequence_number").asInt()).isEqualTo(last + 1);
        assertThat(rest.get(rest.size() - 1).path("type").asText()).isEqualTo("response.completed");
        assertThat(text(rest.get(rest.size() - 1).path("response"))).isEqualTo("word ".repeat(100));

        List<JsonNode> all = replay(PATH + "/" + id + "?stream=true");
        assertThat(all.subList(last + 1, all.size())).isEqualTo(rest);
        assertThat(all.stream()
                        .filter(event -> event.path("type").asText().equals("response.output_text.delta"))
                        .map(event -> event.path("delta").asText())
                        .collect(Collectors.joining()))
                .isEqualTo("word ".repeat(100));
    }

    private static JsonNode event(RawClient client) {
        return Chat.json(client.lineThatStartsWith("data: ").text().substring(6));
    }

    private static List<JsonNode> replay(String path) {
        HttpResponse<String> stream = send("GET", path);
        assertThat(stream.statusCode()).as(stream.body()).isEqualTo(200);
        assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
        return Chat.data(stream.body()).stream().map(Chat::json).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void aCancelledOneEndsItsCallAndStaysCancelled(String more) {
        sayingForALongTime();
        String path;
        try (RawClient client = new RawClient(gateway.port())) {
            client.post(PATH, "Connection: close\r\n", body(more));
            String line = more.isEmpty()
                    ? client.answer().body()
                    : client.lineThatStartsWith("data: ").text().substring(6);
            JsonNode told = Chat.json(line);
            path = PATH + "/" + told.findValue("id").asText();
            Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);

            HttpResponse<String> cancelled = send("POST", path + "/cancel");
            assertThat(Chat.json(cancelled.body()).path("status").asText()).isEqualTo("cancelled");
            if (!more.isEmpty()) {
                assertThat(client.data()).as("its stream ends").isNotNull();
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> gateway.simulator().openStreams() == 0);
        assertThat(get(path).path("status").asText()).isEqualTo("cancelled");
        assertThat(Chat.json(send("POST", path + "/cancel").body())
                        .path("status")
                        .asText())
                .isEqualTo("cancelled");
        refused(
                post(",\"previous_response_id\":\"" + path.substring(PATH.length() + 1) + "\""),
                400,
                "previous_response_id");
    }

    @Test
    void oneThatIsDeletedIsMadeNoLonger() {
        sayingForALongTime();
        String path = begin();
        Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);

        assertThat(send("DELETE", path).statusCode()).isEqualTo(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .until(() -> gateway.simulator().openStreams() == 0);
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void whatHasEndedIsNotCancelled() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("done"));
        String path = begin();
        JsonNode whole = ended(path);

        assertThat(Chat.json(send("POST", path + "/cancel").body())).isEqualTo(whole);
    }

    @Test
    void aFailureIsFoundInTheResponse() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .opening(new Opening.Instead(Reply.json(500, "{\"message\":\"secret words\"}"))));

        JsonNode failed = ended(begin());

        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("server_error");
        assertThat(failed.toString()).doesNotContain("secret words");
    }

    @Test
    void whatCannotBeKeptIsToldAsAFailure() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("x".repeat(400_000)));

        JsonNode failed = ended(begin());

        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/message").asText()).contains("larger than what is remembered");
    }

    @Test
    void whatIsWrongIsToldBeforeItBegins() {
        refused(post(",\"store\":false"), 400, "background");
        refused(post(",\"temperature\":3"), 400, "temperature");
        refused(
                send(
                        "POST",
                        PATH,
                        "{\"model\":\"gpt-4o\",\"background\":true,\"input\":\"" + "x".repeat(200_000) + "\"}",
                        GatewayUnderTest.CLIENT_KEY),
                400,
                "input");
        HttpResponse<String> noModel =
                send("POST", PATH, "{\"model\":\"\",\"input\":\"x\",\"background\":true}", GatewayUnderTest.CLIENT_KEY);
        assertThat(noModel.statusCode()).isBetween(400, 404);
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @Test
    void onlyItsClientFindsIt() {
        sayingForASecond();
        String path = begin();

        assertThat(send("GET", path, null, "another-client").statusCode()).isEqualTo(404);
        assertThat(send("GET", path + "?stream=true", null, "another-client").statusCode())
                .isEqualTo(404);
        assertThat(send("POST", path + "/cancel", null, "another-client").statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", path, null, "another-client").statusCode()).isEqualTo(404);
        assertThat(ended(path).path("status").asText()).isEqualTo("completed");
        assertThat(send("GET", path, null, "another-client").statusCode()).isEqualTo(404);
    }

    @Test
    void aQueryThatCannotBeServedIsRefused() {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("done"));
        String path = begin();
        ended(path);

        refused(send("GET", path + "?stream=true"), 400, "stream");
        refused(send("GET", path + "?stream=yes"), 400, "stream");
        refused(send("GET", path + "?stream=true&starting_after=-1"), 400, "starting_after");
        refused(send("GET", path + "?stream=true&starting_after=99999999999"), 400, "starting_after");
        assertThat(send("GET", path + "?stream=false&starting_after=x").statusCode())
                .isEqualTo(200);
        assertThat(send("HEAD", path + "?stream=true").statusCode()).isEqualTo(200);
    }

    @Test
    void eachHasAPlaceAmongTheRequestsOfItsClientUntilItsEnd() {
        sayingForALongTime();
        List<String> paths = List.of(begin(), begin(), begin(), begin());

        assertThat(post("").statusCode()).isEqualTo(429);
        for (String path : paths) {
            // cancelling takes no place
            assertThat(send("POST", path + "/cancel").statusCode()).isEqualTo(200);
        }

        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("done"));
        String again = Awaitility.await()
                .until(() -> post(""), told -> told.statusCode() == 200)
                .body();
        assertThat(ended(PATH + "/" + Chat.json(again).path("id").asText())
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    @Test
    void aConnectionTakesTheNextRequestWhileItIsMade() {
        sayingForASecond();
        String body = body("");
        try (RawClient client = new RawClient(gateway.port())) {
            String first = Chat.json(client.post(PATH, "", body).answer().body())
                    .path("id")
                    .asText();
            String second = Chat.json(client.post(PATH, "", body).answer().body())
                    .path("id")
                    .asText();

            assertThat(first).isNotEqualTo(second);
            assertThat(ended(PATH + "/" + first).path("status").asText()).isEqualTo("completed");
            assertThat(ended(PATH + "/" + second).path("status").asText()).isEqualTo("completed");
        }
    }
}
