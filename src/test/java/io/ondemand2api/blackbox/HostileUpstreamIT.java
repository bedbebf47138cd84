package io.ondemand2api.blackbox;

import static io.ondemand2api.blackbox.HostileUpstream.DONE;
import static io.ondemand2api.blackbox.HostileUpstream.EVENTS_HEAD;
import static io.ondemand2api.blackbox.HostileUpstream.METRICS;
import static io.ondemand2api.blackbox.HostileUpstream.endless;
import static io.ondemand2api.blackbox.HostileUpstream.event;
import static io.ondemand2api.blackbox.HostileUpstream.head;
import static io.ondemand2api.blackbox.HostileUpstream.once;
import static io.ondemand2api.blackbox.HostileUpstream.thinking;
import static io.ondemand2api.blackbox.HostileUpstream.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.RunsAlone;
import io.ondemand2api.blackbox.HostileUpstream.Attack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gateway as a process with a small heap in front of a hostile upstream: it lives, the client
 * whose answer is attacked gets an error soon, and four others go on as if nothing were.
 */
@RunsAlone
class HostileUpstreamIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Map<String, Attack> NEVER_ENDING = neverEnding();
    private static final Map<String, Attack> NO_ANSWERS = noAnswers();
    private static final Map<String, Attack> GOOD_IN_THE_END = goodInTheEnd();

    @TempDir
    private static Path directory;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HostileUpstream upstream;
    private static GatewayProcess gateway;
    private static ExecutorService clients;
    private OtherClients others;

    private static Map<String, Attack> neverEnding() {
        Map<String, Attack> attacks = new TreeMap<>();
        attacks.put("words of 4 kB", endless(EVENTS_HEAD, words("word ".repeat(800))));
        attacks.put("tiny words", endless(EVENTS_HEAD, words("a")));
        attacks.put(
                "tiny words in one chunk",
                endless(head(200, "Transfer-Encoding: chunked") + "7fffffff\r\n", words("a")));
        attacks.put("escaped words", endless(EVENTS_HEAD, words("\\u0001".repeat(500))));
        attacks.put("thinking", endless(EVENTS_HEAD, thinking("hm ".repeat(500))));
        attacks.put("thinking and empty words", endless(EVENTS_HEAD, thinking("hm ") + words("")));
        attacks.put("comments", endless(EVENTS_HEAD, ": comment\n\n"));
        attacks.put("heartbeats", endless(EVENTS_HEAD, "event:heartbeat\ndata:{\"time\":\"x\"}\n\n"));
        attacks.put(
                "status logs", endless(EVENTS_HEAD, event("{\"eventType\":\"statusLog\",\"currentStatusLog\":{}}")));
        attacks.put("one event", endless(EVENTS_HEAD + "data:{\"eventType\":\"fulfillment\",\"answer\":\"", "word "));
        attacks.put("one event of many lines", endless(EVENTS_HEAD, "data:{\n"));
        attacks.put("bytes that are no event", endless(EVENTS_HEAD, "\0"));
        attacks.put("empty lines", endless(EVENTS_HEAD, "\r"));
        attacks.put("a web page", endless(head(200, "Content-Type: text/html"), "<p>"));
        attacks.put("an error", endless(head(500, "Content-Type: application/json"), "{\"message\":\"x\",\"a\":{},"));
        attacks.put("a refusal", endless(head(400, "Content-Type: application/json"), "{\"message\":\""));
        attacks.put("a header field", endless("HTTP/1.1 200 OK\r\nX: ", "x"));
        attacks.put("header fields", endless("HTTP/1.1 200 OK\r\n", "Set-Cookie: a=b; Path=/\r\n"));
        attacks.put("a status line", endless("HTTP/1.1 200 ", "O"));
        attacks.put("a chunk's extension", endless(head(200, "Transfer-Encoding: chunked") + "5;", "x"));
        attacks.put(
                "trailers",
                endless(head(200, "Transfer-Encoding: chunked") + "3\r\n:a\n\r\n0\r\n", "X-Trailer: x\r\n"));
        attacks.put("gzip", out -> {
            out.write(head(200, "Content-Type: text/event-stream", "Content-Encoding: gzip")
                    .getBytes(StandardCharsets.UTF_8));
            byte[] piece = ": comment\n\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            try (GZIPOutputStream bomb = new GZIPOutputStream(out)) {
                while (true) {
                    bomb.write(piece);
                }
            }
        });
        return attacks;
    }

    private static Map<String, Attack> noAnswers() {
        Map<String, Attack> attacks = new TreeMap<>();
        String answer = words("a") + METRICS + DONE;
        attacks.put("206", once(head(206, "Content-Type: text/event-stream") + answer));
        attacks.put("202", once(head(202, "Content-Type: text/event-stream") + answer));
        attacks.put("204", once(head(204)));
        attacks.put("205", once(head(205, "Content-Length: 0")));
        attacks.put("error behind metrics", once(EVENTS_HEAD + words("a") + METRICS + "data:[ERROR]{}\n\n"));
        attacks.put("half a redirect", once("HTTP/1.1 302 Found\r\nLocation: http://127.0"));
        attacks.put("a redirect", once(head(302, "Location: http://127.0.0.1:1/", "Content-Length: 0")));
        attacks.put("a web page that ends", once(head(200, "Content-Type: text/html") + "<p>Sorry</p>"));
        attacks.put("invalid UTF-8", out -> {
            out.write((EVENTS_HEAD + "data:{\"eventType\":\"fulfillment\",\"answer\":\"")
                    .getBytes(StandardCharsets.UTF_8));
            out.write(new byte[] {'a', (byte) 0xff, (byte) 0xc0, 'b'});
            out.write(("\"}\n\n" + METRICS + DONE).getBytes(StandardCharsets.UTF_8));
        });
        attacks.put("gzip that is none", once(head(200, "Content-Encoding: gzip") + answer));
        attacks.put("two lengths", once("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n12345"));
        attacks.put("10,000 header fields", once("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000) + "\r\n" + answer));
        attacks.put("a header field of 1 MB", once(head(200, "X: " + "y".repeat(1 << 20)) + answer));
        attacks.put(
                "a name of 50,000 characters",
                once(EVENTS_HEAD + event("{\"" + "n".repeat(50_000) + "\":1}") + METRICS + DONE));
        attacks.put("an event of 16 MiB", once(EVENTS_HEAD + words("x".repeat(1 << 24)) + METRICS + DONE));
        return attacks;
    }

    private static Map<String, Attack> goodInTheEnd() {
        Map<String, Attack> attacks = new TreeMap<>();
        String answer = words("all is ") + words("well") + METRICS + DONE;
        attacks.put(
                "fifty early hints",
                once("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(50) + EVENTS_HEAD + answer));
        attacks.put(
                "metrics before the last words", once(EVENTS_HEAD + words("all is ") + METRICS + words("well") + DONE));
        attacks.put("the mark and endless garbage", endless(EVENTS_HEAD + answer, "garbage\n\n"));
        attacks.put("another answer behind the end", once(EVENTS_HEAD + answer + words("no") + METRICS + DONE));
        attacks.put("a byte order mark", once(EVENTS_HEAD + "\uFEFF" + answer));
        attacks.put("lines that end in CR", once(EVENTS_HEAD + answer.replace('\n', '\r')));
        attacks.put("zeros between events", once(EVENTS_HEAD + "\0\0\n\n" + answer.replace("\n\n", "\n\n\0\n")));
        attacks.put("metrics twice", once(EVENTS_HEAD + words("all is well") + METRICS + METRICS + DONE));
        attacks.put("gzip", out -> {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(answer.getBytes(StandardCharsets.UTF_8));
            }
            out.write(head(200, "Content-Encoding: gzip").getBytes(StandardCharsets.UTF_8));
            out.write(zipped.toByteArray());
        });
        return attacks;
    }

    @BeforeAll
    static void start() throws IOException {
        upstream = new HostileUpstream();
        Files.writeString(directory.resolve("application.properties"), """
                ondemand.warmSessions = 0
                ondemand.sessionTimeout = 4s
                ondemand.firstEventTimeout = 4s
                ondemand.modelsRetry = 1s
                gateway.backOff = 20
                keys.failuresToOpen = 1000
                """);
        List<String> command = new ArrayList<>(List.of(GatewayProcess.java(), "-Xmx200m"));
        command.addAll(jvmOptions());
        command.addAll(List.of("-jar", GatewayProcess.JAR.toString()));
        gateway = new GatewayProcess(
                directory,
                command,
                Map.of(
                        "ONDEMAND_API_BASE",
                        upstream.base(),
                        "ONDEMAND_APIKEYS",
                        "upstream-1,upstream-2",
                        "PRIVATE_KEY",
                        GatewayUnderTest.CLIENT_KEY));
        gateway.awaitAnswers(Duration.ofSeconds(60));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ask("predefined-good", false).statusCode() == 200);
        clients = Executors.newCachedThreadPool();
        try (OtherClients first = new OtherClients(4, HostileUpstreamIT::askForGood)) {
            // a process that has just started has neither its classes nor its threads yet
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> first.answered() > 1000);
        }
    }

    private static String askForGood() {
        HttpResponse<String> answer = ask("predefined-good", false);
        return answer.statusCode() == 200 && answer.body().contains("all is well") ? null : answer.body();
    }

    /** The project's own, but for those that this JVM does not know, and the heap, which is smaller here. */
    private static List<String> jvmOptions() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("deploy", "jvm.options"))) {
            return lines.map(String::strip)
                    .filter(line -> line.startsWith("-") && !line.startsWith("-XX:MaxRAMPercentage"))
                    .filter(line ->
                            !line.startsWith("--sun-misc") || Runtime.version().feature() >= 23)
                    .toList();
        }
    }

    @AfterAll
    static void stop() {
        clients.shutdownNow();
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void startOthers() {
        others = new OtherClients(4, HostileUpstreamIT::askForGood);
    }

    @AfterEach
    void nobodyElseWasHarmed() {
        others.close();
        assertThat(Set.copyOf(others.problems())).isEmpty();
        assertThat(others.answered()).isPositive();
        assertThat(others.longestWait()).isLessThan(PATIENCE);
        Awaitility.await("no attack goes on").atMost(SOON).until(() -> upstream.attacking() == 0);
    }

    /**
     * An answer as far as it matters.
     *
     * @param tail the last of its body: a stream may be longer than this process can hold
     */
    private record Told(int status, String tail) {}

    private static Told read(String model, boolean stream) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + GatewayUnderTest.CLIENT_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(question(model, stream)))
                .build();
        HttpResponse<InputStream> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] tail = {};
        try (InputStream body = answer.body()) {
            byte[] piece = body.readNBytes(8192);
            while (piece.length > 0) {
                byte[] both = Arrays.copyOf(tail, tail.length + piece.length);
                System.arraycopy(piece, 0, both, tail.length, piece.length);
                tail = Arrays.copyOfRange(both, Math.max(0, both.length - 8192), both.length);
                piece = body.readNBytes(8192);
            }
        }
        return new Told(answer.statusCode(), new String(tail, StandardCharsets.UTF_8));
    }

    private static String question(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"go on\"}]}";
    }

    private static HttpResponse<String> ask(String model, boolean stream) {
        return gateway.chat(question(model, stream));
    }

    static Stream<String> neverEndingNames() {
        return NEVER_ENDING.keySet().stream();
    }

    static Stream<String> noAnswerNames() {
        return NO_ANSWERS.keySet().stream();
    }

    static Stream<String> goodNames() {
        return GOOD_IN_THE_END.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("neverEndingNames")
    void whatNeverEndsIsBrokenOff(String name) throws Exception {
        fails(NEVER_ENDING.get(name));
    }

    @ParameterizedTest
    @MethodSource("noAnswerNames")
    void whatIsNoAnswerIsAnError(String name) throws Exception {
        fails(NO_ANSWERS.get(name));
    }

    private void fails(Attack attack) throws Exception {
        upstream.attack("predefined-bad", attack);
        long began = System.nanoTime();
        Future<Told> whole = clients.submit(() -> read("predefined-bad", false));
        Told streamed = read("predefined-bad", true);

        assertThat(whole.get().status()).isBetween(400, 504);
        assertThat(errorOf(whole.get())).isNotBlank();
        assertThat(errorOf(streamed)).isNotBlank();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    /** A stream that has begun ends with its error, one that has not is none. */
    private static String errorOf(Told told) {
        String mark = "event: error\ndata: ";
        int at = told.tail().indexOf(mark);
        assertThat(told.status() != 200 || at >= 0).as(told.tail()).isTrue();
        String error = at < 0 ? told.tail() : told.tail().substring(at + mark.length());
        return Chat.json(error).at("/error/message").asText();
    }

    @ParameterizedTest
    @MethodSource("goodNames")
    void whatIsOddAndWholeIsAnAnswer(String name) {
        upstream.attack("predefined-odd", GOOD_IN_THE_END.get(name));

        HttpResponse<String> whole = ask("predefined-odd", false);
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
        JsonNode answer = Chat.json(whole.body());
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("all is well");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(5);
        assertThat(whole.headers().firstValue("x-ondemand2api-usage")).isEmpty();

        HttpResponse<String> streamed = ask("predefined-odd", true);
        assertThat(streamed.body())
                .contains("well\"")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("error");
    }

    @Test
    void wordsThatNeverEndBehindTheMetricsAreBrokenOffToo() throws Exception {
        upstream.attack("predefined-bad", endless(EVENTS_HEAD + words("a") + METRICS, words("word ".repeat(800))));

        // whole when nothing behind the metrics could be read yet
        assertThat(read("predefined-bad", false).status()).isIn(200, 502);
        Awaitility.await().atMost(SOON).until(() -> upstream.attacking() == 0);
    }

    @Test
    void callsThatAreNoQueriesAreBoundedToo() {
        for (Attack attack : List.of(
                endless(head(201, "Content-Type: application/json") + "{\"data\":{\"id\":\"", "x"),
                endless(head(200) + "{\"endpointsData\":[", "{\"endpoint_id\":\"a\"},"),
                endless(head(200) + "{", "\"\":{},"))) {
            others.close();
            upstream.attackPath("/sessions", attack);
            upstream.attackPath("/endpoints", attack);
            int before = upstream.attacked();
            long began = System.nanoTime();
            try {
                HttpResponse<String> answer = ask("predefined-good", false);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
            } finally {
                upstream.attackPath("/sessions", null);
                upstream.attackPath("/endpoints", null);
            }
            assertThat(upstream.attacked()).isGreaterThan(before);
            assertThat(ask("predefined-good", false).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void twoHundredAnswersThatNeverEndAreHeldTogether() throws Exception {
        upstream.attack("predefined-bad", endless(EVENTS_HEAD, words("word ".repeat(800))));
        for (boolean stream : new boolean[] {false, true}) {
            List<Future<Told>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(clients.submit(() -> read("predefined-bad", stream)));
            }
            for (Future<Told> answer : answers) {
                assertThat(errorOf(answer.get(60, TimeUnit.SECONDS))).isNotBlank();
            }
        }
    }

    @Test
    void slowReadersOfAnswersThatNeverEndAreOwedLittle() throws Exception {
        upstream.attack("predefined-bad", endless(EVENTS_HEAD, words("a")));
        List<RawClient> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                readers.add(new RawClient(gateway.port())
                        .chat("{\"model\":\"predefined-bad\",\"stream\":true,"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"go on\"}]}"));
            }
            for (RawClient reader : readers) {
                assertThat(reader.line()).isNotNull();
            }
            long before = others.answered();
            Awaitility.await().atMost(SOON).until(() -> others.answered() > before + 100);
        } finally {
            readers.forEach(RawClient::close);
        }
    }

    @Test
    void aKeyWithoutCreditIsLeftAloneAndTheNextAnswers() {
        // the second key is asked, too, and says the same: it is the last, so the answer fails and the key stays
        upstream.attack(
                "predefined-bad", once(EVENTS_HEAD + words("Not enough ") + words("credits.") + METRICS + DONE));

        HttpResponse<String> answer = ask("predefined-bad", false);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(ask("predefined-good", false).statusCode()).isEqualTo(200);
    }

    @Test
    void wordsOfEmptyCreditThatWereAskedForAreAnAnswer() {
        upstream.attack("predefined-bad", once(EVENTS_HEAD + words("Not enough credits") + METRICS + DONE));

        HttpResponse<String> answer = gateway.chat("{\"model\":\"predefined-bad\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\"What does 'Not enough credits' say?\"}]}");

        assertThat(Chat.json(answer.body()).at("/choices/0/message/content").asText())
                .isEqualTo("Not enough credits");
    }

    @Test
    void countsThatNoClientCanHoldAreEstimatedAnew() {
        for (String counts : List.of(
                "{\"inputTokens\":99999999999,\"outputTokens\":5}",
                "{\"inputTokens\":-1,\"outputTokens\":5}",
                "{\"inputTokens\":7,\"outputTokens\":\"5\"}",
                "{\"inputTokens\":7.5,\"outputTokens\":5}",
                "{\"inputTokens\":7}",
                "null")) {
            upstream.attack(
                    "predefined-odd",
                    once(EVENTS_HEAD
                            + words("all is well")
                            + event("{\"eventType\":\"metricsLog\",\"publicMetrics\":" + counts + "}")
                            + DONE));

            HttpResponse<String> answer = ask("predefined-odd", false);

            assertThat(answer.headers().firstValue("x-ondemand2api-usage"))
                    .as(counts)
                    .hasValue("estimated");
            JsonNode usage = Chat.json(answer.body()).path("usage");
            assertThat(usage.path("completion_tokens").asInt()).isBetween(1, 10);
            assertThat(usage.path("prompt_tokens").asInt()).isBetween(1, 100);
        }
    }
}
