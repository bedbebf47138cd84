package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a listed client may use: requests and tokens in a minute, and requests at once. */
class ClientLimitsIT {

    private static final String CLIENTS = """
            - label: few-requests
              key: few-requests
              requestsPerMinute: 2
            - label: few-tokens
              key: few-tokens
              tokensPerMinute: 5
            - label: one-at-once
              key: one-at-once
              maxConcurrentRequests: 1
              requestsPerMinute: 2
            - label: by-day
              key: by-day
              tokensPerDay: 5
            - label: by-month
              key: by-month
              tokensPerMonth: 5
            - label: free
              key: free
            """;

    @TempDir
    private Path folder;

    private Path file;
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("clients.yaml"), CLIENTS);
        gateway = GatewayUnderTest.start(Map.of(
                "gateway.clients", file.toString(),
                "gateway.secretsRefresh", "50",
                "gateway.spentTokens.file", folder.resolve("spent.csv").toString()));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine, ", "and ", "you?"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpRequest request(String key, String path, boolean stream) {
        String input = path.endsWith("/responses")
                ? "'input':'hi'"
                : "'max_tokens':99,'messages':[{'role':'user','content':'hi'}]";
        String body = ("{'model':'gpt-4o','stream':" + stream + "," + input + "}").replace('\'', '"');
        return HttpRequest.newBuilder(gateway.url(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> chat(String key) {
        return GatewayUnderTest.send(request(key, "/v1/chat/completions", false));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, rate_limit_exceeded",
        "/v1/responses, rate_limit_exceeded",
        "/v1/messages, rate_limit_error",
        "/v1/messages/count_tokens, rate_limit_error"
    })
    void requestsBeyondTheLimitAreRefusedInEachDialectWithTheTime(String path, String code) {
        assertThat(GatewayUnderTest.send(request("few-requests", path, false)).statusCode())
                .isEqualTo(200);
        assertThat(chat("few-requests").statusCode()).isEqualTo(200);

        HttpResponse<String> refused = GatewayUnderTest.send(request("few-requests", path, false));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains(code, "requests per min: Limit 2. Please try again in ");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(1, 30);
        assertThat(chat("free").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyAnswerSaysWhatIsLeft(boolean stream) {
        HttpResponse<String> first = GatewayUnderTest.send(request("few-requests", "/v1/chat/completions", stream));

        assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(header(first, "x-ratelimit-reset-requests")).matches("(30|29(\\.\\d+)?)s");
        assertThat(header(first, "x-ratelimit-limit-tokens")).isEqualTo("none");
        chat("few-requests");
        assertThat(header(chat("few-requests"), "x-ratelimit-remaining-requests"))
                .isEqualTo("0");
        assertThat(chat("free").headers().map().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTokensOfAnAnswerAreTakenWhenItHasEnded(boolean stream) {
        HttpResponse<String> first = GatewayUnderTest.send(request("few-tokens", "/v1/chat/completions", stream));
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "x-ratelimit-remaining-tokens")).isEqualTo("5");

        HttpResponse<String> refused = chat("few-tokens");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("rate_limit_exceeded", "tokens per min: Limit 5");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(1, 60);
    }

    @Test
    void whoLeavesInTheMiddlePaysForWhatWasSaid() throws Exception {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(IntStream.range(0, 400).mapToObj(i -> "word ").toArray(String[]::new))
                        .deltasEvery(Duration.ofMillis(50)));
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<InputStream> answer = client.send(
                request("few-tokens", "/v1/chat/completions", true), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(4000)).hasSize(4000);
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                GatewayUnderTest.send(request("few-tokens", "/v1/messages/count_tokens", false))
                                        .statusCode())
                        .isEqualTo(429));
    }

    @Test
    void oneThatIsRefusedForThoseAtOnceIsNotCounted() throws Exception {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce().saying("a", "b", "c").deltasEvery(Duration.ofMillis(700)));
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> chat("one-at-once"));
        Awaitility.await().until(() -> !gateway.simulator().queries().isEmpty());

        List<HttpResponse<String>> refused =
                IntStream.range(0, 3).mapToObj(i -> chat("one-at-once")).toList();

        assertThat(refused).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.body()).contains("You have 1 requests open");
        });
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(chat("one-at-once").statusCode()).isEqualTo(200);
        assertThat(chat("one-at-once").body()).contains("requests per min: Limit 2");
    }

    @Test
    void anEditOfTheListDoesNotGiveBackWhatWasUsed() throws IOException {
        chat("few-requests");
        chat("few-requests");
        assertThat(chat("few-requests").statusCode()).isEqualTo(429);

        Files.writeString(file, CLIENTS + "- label: new\n  key: new\n");
        Awaitility.await().until(() -> chat("new").statusCode() == 200);

        assertThat(chat("few-requests").statusCode()).isEqualTo(429);
        Files.writeString(file, "- label: few-requests\n  key: few-requests\n");
        Awaitility.await().until(() -> chat("few-requests").statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource({"by-day, day", "by-month, month"})
    void whatWasSpentOfADayOrAMonthIsKeptOverARestart(String key, String time) throws IOException {
        assertThat(chat(key).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = chat(key);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("rate_limit_exceeded", "tokens per " + time + ": Limit 5");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(1, 60);

        gateway.close();
        assertThat(Files.readString(folder.resolve("spent.csv"))).contains("\n" + key + ",");
        start();

        assertThat(chat(key).statusCode()).isEqualTo(429);
        assertThat(chat("free").statusCode()).isEqualTo(200);
    }
}
