package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applies each of {@code examples/} to the real routes, as its README says, and looks at what comes back. */
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("examples");
    private static final String OTHER_KEY = "client-secret-2";

    @TempDir
    private Path folder;

    private GatewayUnderTest gateway;

    private static List<Path> examples() throws IOException {
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void start(String example, Map<String, String> more) {
        start(example, more, "", "");
    }

    private void start(String example, Map<String, String> more, String text, String otherText) {
        Map<String, String> settings = new HashMap<>();
        EditedRoutes routes = new EditedRoutes(folder);
        try {
            Path edited = EXAMPLES.resolve(example).resolve("routes");
            if (Files.exists(edited)) {
                for (Path file : list(edited)) {
                    String route = file.getFileName().toString().replace(".camel.yaml", "");
                    routes.write(route, Files.readString(file).replace(text, otherText));
                }
            }
            Path lines = EXAMPLES.resolve(example).resolve("application.properties");
            if (Files.exists(lines)) {
                Properties properties = new Properties();
                try (var in = Files.newBufferedReader(lines)) {
                    properties.load(in);
                }
                properties.forEach((name, value) -> settings.put((String) name, (String) value));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        settings.put("gateway.clientKeys", GatewayUnderTest.CLIENT_KEY + "," + OTHER_KEY);
        settings.putAll(more);
        Map<String, String> all = routes.settings(settings);
        // without an upstream no model is ever known
        gateway = more.containsKey("ondemand.base")
                ? GatewayUnderTest.prepare(all).start()
                : GatewayUnderTest.start(all);
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    private void start(String example) {
        start(example, Map.of());
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void everyExampleIsTried() throws IOException {
        assertThat(Stream.of(ExamplesIT.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(method ->
                                method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)))
                .containsAll(examples().stream()
                        .map(example -> example.getFileName().toString())
                        .toList());
    }

    private ReceivedQuery asked() {
        List<ReceivedQuery> queries = gateway.simulator().queries();
        return queries.get(queries.size() - 1);
    }

    private static String words(HttpResponse<String> answer) {
        return Chat.json(answer.body()).at("/choices/0/message/content").asText();
    }

    private HttpResponse<String> post(String path) {
        return GatewayUnderTest.send(gateway.request(path)
                .POST(HttpRequest.BodyPublishers.ofString(Chat.whole("hi")))
                .build());
    }

    private void everyUpstreamCallFails() {
        gateway.simulator().onQuery(query -> Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}"))));
    }

    /** So that a change of the real route reaches its examples. */
    @ParameterizedTest
    @MethodSource("examples")
    void anEditedRouteIsTheRealOneWithAFewLinesMore(Path example) throws IOException {
        assertThat(Files.readAllLines(example.resolve("README.md"))).hasSizeLessThan(14);
        if (!Files.exists(example.resolve("routes"))) {
            return;
        }
        for (Path edited : list(example.resolve("routes"))) {
            Path real = Path.of("routes").resolve(edited.getFileName());
            if (Files.exists(real)) {
                List<String> lines = Files.readAllLines(edited);
                long lost = Files.readAllLines(real).stream()
                        .filter(line -> !lines.contains(line))
                        .count();
                assertThat(lost)
                        .as("lines of %s that are not in %s", real, edited)
                        .isLessThan(4);
            }
        }
    }

    @Test
    void header() {
        start("header");
        assertThat(gateway.chat(Chat.streamed("hi")).headers().firstValue("X-Team"))
                .hasValue("blue");
        assertThat(gateway.chat(Chat.whole("hi")).headers().firstValue("X-Team"))
                .hasValue("blue");
    }

    @Test
    void logModel() {
        start("log-model");
        try (LogCapture log = new LogCapture()) {
            gateway.chat(Chat.whole("hi"));
            assertThat(log.text()).contains("client-1 asks for gpt-4o (stream: false)");
        }
    }

    @Test
    void aliasByChoice() {
        start("alias-by-choice");
        String whole = gateway.chat(Chat.whole("hi").replace("gpt-4o", "auto")).body();
        assertThat(Chat.json(whole).path("model").asText()).isEqualTo("auto");
        assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4.1");
        gateway.chat(Chat.streamed("hi").replace("gpt-4o", "auto"));
        assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4o-mini");
    }

    @Test
    void refuseModel() {
        start("refuse-model");
        HttpResponse<String> refused = gateway.chatAs(OTHER_KEY, Chat.whole("hi"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("gpt-4o is not for client-2.", "model_not_allowed");
        assertThat(gateway.chatAs(OTHER_KEY, Chat.whole("hi").replace("gpt-4o", "gpt-4.1"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void throttleClient() {
        start("throttle-client");
        gateway.chat(Chat.whole("hi"));
        gateway.chat(Chat.whole("hi"));
        HttpResponse<String> third = gateway.chat(Chat.whole("hi"));
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("retry-after")).isPresent();
        assertThat(gateway.chatAs(OTHER_KEY, Chat.whole("hi")).statusCode()).isEqualTo(200);
    }

    private void assertLines(Path file) {
        gateway.chat(Chat.whole("a secret"));
        gateway.chat(Chat.streamed("a secret"));
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Files.readString(file)).matches("(\\{.*}\\n){2}"));
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode usage = Chat.json(line);
                assertThat(usage.path("model").asText()).isEqualTo("gpt-4o");
                assertThat(usage.path("clientLabel").asText()).isEqualTo("client-1");
                assertThat(usage.path("tokens").asInt()).isPositive();
                assertThat(line).doesNotContain("secret");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void wireTapToFile() {
        start("wire-tap-to-file", Map.of(), "directoryName: usage", "directoryName: " + folder + "/usage");
        assertLines(folder.resolve("usage/usage.jsonl"));
    }

    @Test
    void kafkaAudit() {
        start("kafka-audit", Map.of(), "            uri: \"{{audit.to}}\"\n", """
                            uri: file
                            parameters:
                              directoryName: %s
                              fileName: audit.jsonl
                              fileExist: Append
                              appendChars: "\\\\n"
                """.formatted(folder));
        assertLines(folder.resolve("audit.jsonl"));
    }

    @Test
    void breakerNumbers() {
        start("breaker-numbers", Map.of("gateway.attempts", "1", "ondemand.base", "http://127.0.0.1:1"));
        HttpResponse<String> last = null;
        for (int i = 0; i < 6; i++) {
            last = gateway.chat(Chat.whole("hi"));
        }
        assertThat(last.statusCode()).isEqualTo(503);
        assertThat(last.headers().firstValue("retry-after")).isPresent();
        assertThat(last.body()).contains("upstream_unavailable", "failed repeatedly");
    }

    @Test
    void modelProfiles() {
        start(
                "model-profiles",
                Map.of(
                        "models.profiles",
                        EXAMPLES.resolve("model-profiles/models.yaml").toString()));
        HttpResponse<String> answer = gateway.chat(Chat.whole("hi").replace("gpt-4o", "web"));
        assertThat(Chat.json(answer.body()).path("model").asText()).isEqualTo("web");
        assertThat(asked().endpointId()).isEqualTo("predefined-openai-gpt4.1");
        assertThat(asked().call().body().path("pluginIds").toString()).isEqualTo("[\"plugin-1713924030\"]");
        gateway.chat(Chat.whole("hi").replace("gpt-4o", "my-agent"));
        assertThat(asked().call().body().path("agentIds").toString()).isEqualTo("[\"agent-1712345678\"]");
        gateway.chat(Chat.whole("hi").replace("gpt-4o", "support"));
        assertThat(asked().fulfillmentPrompt()).contains("Never promise a date.");
    }

    @Test
    void ownPath() {
        start("own-path");
        assertThat(words(post("/team/v1/chat/completions"))).isEqualTo("fine");
        assertThat(asked().fulfillmentPrompt()).contains("You work for the team Blue.");
        gateway.chat(Chat.whole("hi"));
        assertThat(asked().fulfillmentPrompt()).doesNotContain("Blue");
    }

    @Test
    void fallback() {
        start("fallback");
        gateway.simulator()
                .onQuery(query -> query.endpointId().endsWith("gpt4o")
                        ? Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}")))
                        : Behaviour.atOnce().saying("from " + query.endpointId()));
        HttpResponse<String> answer = gateway.chat(Chat.whole("hi"));
        assertThat(words(answer)).isEqualTo("from predefined-openai-gpt4.1");
        assertThat(Chat.json(answer.body()).path("model").asText()).isEqualTo("gpt-4o");
    }

    @Test
    void secondUpstream() throws IOException {
        HttpServer second = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] key = new String[1];
        second.createContext("/v1/chat/completions", exchange -> {
            key[0] = exchange.getRequestHeaders().getFirst("Authorization");
            boolean asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).contains("hi");
            byte[] body = ("{\"second\":" + asked + "}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        second.start();
        try {
            start(
                    "second-upstream",
                    Map.of(
                            "second.url",
                            "http://127.0.0.1:" + second.getAddress().getPort() + "/v1/chat/completions",
                            "second.key",
                            "second-secret"));
            HttpResponse<String> answer = post("/second/v1/chat/completions");
            assertThat(answer.body()).isEqualTo("{\"second\":true}");
            assertThat(key[0]).isEqualTo("Bearer second-secret");
            assertThat(answer.headers().map().toString()).doesNotContain("second-secret");
        } finally {
            second.stop(0);
        }
    }

    @Test
    void systemPrompt() {
        start("system-prompt");
        gateway.chat(Chat.whole("hi"));
        assertThat(asked().fulfillmentPrompt()).contains("Answer in one sentence. You serve client-1.");
    }

    @Test
    void maskWord() {
        start("mask-word");
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("Project F", "al", "CON starts"));
        assertThat(Chat.content(gateway.chat(Chat.streamed("hi")).body())).isEqualTo("Project *** starts");
        assertThat(words(gateway.chat(Chat.whole("hi")))).isEqualTo("Project *** starts");
    }

    @Test
    void maskByScript() {
        Path script = EXAMPLES.resolve("mask-by-script/scripts/mask.groovy").toAbsolutePath();
        start("mask-by-script", Map.of(), "file:scripts/mask.groovy", "file:" + script);
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("Card 12345", "678", "90123456, room 12"));
        assertThat(Chat.content(gateway.chat(Chat.streamed("hi")).body())).isEqualTo("Card ************3456, room 12");
        assertThat(words(gateway.chatAs(OTHER_KEY, Chat.whole("hi")))).isEqualTo("Card ****************, room 12");
    }

    @Test
    void retries() {
        start("retries");
        everyUpstreamCallFails();
        assertThat(gateway.chat(Chat.streamed("hi")).statusCode()).isEqualTo(502);
        assertThat(gateway.simulator().queries()).hasSize(1);
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(502);
        assertThat(gateway.simulator().queries()).hasSize(3);
    }

    @Test
    void timeLimit() {
        start("time-limit");
        gateway.simulator().onQuery(query -> Behaviour.usual().opening(new Opening.Silence()));
        HttpResponse<String> answer = gateway.chat(Chat.whole("hi"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("upstream_timeout");
    }

    @Test
    void tracing() {
        try (OtlpReceiver collector = new OtlpReceiver()) {
            start(
                    "tracing",
                    Map.of("otel.exporter.otlp.endpoint", collector.endpoint(), "otel.bsp.schedule.delay", "100"));
            gateway.chat(Chat.whole("a secret"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(collector.spans())
                            .anyMatch(span -> span.name().equals("chat gpt-4o")));
            assertThat(collector.text()).doesNotContain("a secret");
        }
    }
}
