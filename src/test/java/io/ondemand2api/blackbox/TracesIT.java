package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.blackbox.OtlpReceiver.ReceivedSpan;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Traces as a collector gets them over OTLP. */
class TracesIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String USER_TEXT = "what the user said";
    private static final long SERVER = 2;
    private static final long CLIENT = 3;

    private final OtlpReceiver collector = new OtlpReceiver();
    private GatewayUnderTest gateway;

    private void start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "ondemand.apiKeys", "upstream-a,upstream-b",
                "otel.traces.exporter", "otlp",
                "otel.exporter.otlp.endpoint", collector.endpoint(),
                "otel.bsp.schedule.delay", "100"));
        settings.putAll(more);
        gateway = GatewayUnderTest.start(settings);
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(collector.text()).doesNotContain("upstream-a", "upstream-b", GatewayUnderTest.CLIENT_KEY);
        collector.close();
    }

    private HttpResponse<String> chatWithinTrace(String body) {
        return GatewayUnderTest.send(gateway.request("/v1/chat/completions")
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void theAnswerTheLogAndTheHistogramsNameTheTrace() {
        start(Map.of());
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        try (LogCapture log = new LogCapture()) {
            String named = chatWithinTrace(Chat.whole(USER_TEXT))
                    .headers()
                    .firstValue("traceresponse")
                    .orElseThrow();

            assertThat(named).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
            String span = named.split("-")[2];
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> log.text().contains(" trace=" + TRACE + " span=" + span));
            String page = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/metrics"))
                            .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                            .build())
                    .body();
            assertThat(page).endsWith("# EOF\n");
            assertThat(page.lines()
                            .filter(line -> line.startsWith("gen_ai_server_request_duration_seconds_bucket"))
                            .filter(line -> line.contains("# {span_id=\"" + span + "\",trace_id=\"" + TRACE + "\"}")))
                    .hasSize(1);
        }
    }

    @Test
    void baggageIsNotReadAndGoesNoFurther() {
        start(Map.of());
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        String baggage = "k=v,".repeat(3500);

        var answer = GatewayUnderTest.send(gateway.request("/v1/chat/completions")
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .header("baggage", baggage)
                .POST(HttpRequest.BodyPublishers.ofString(Chat.whole("hello")))
                .build());
        var tooMuch = GatewayUnderTest.send(gateway.request("/v1/models")
                .header("baggage", baggage.repeat(2))
                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(tooMuch.statusCode()).isEqualTo(431);
        trace(2);
        assertThat(gateway.simulator().queries().get(0).call().headers())
                .containsKey("traceparent")
                .doesNotContainKey("baggage");
    }

    private List<ReceivedSpan> trace(int size) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> collector.spans().stream()
                                .filter(span -> span.traceId().equals(TRACE))
                                .count()
                        >= size);
        List<ReceivedSpan> trace = collector.spans().stream()
                .filter(span -> span.traceId().equals(TRACE))
                .toList();
        assertThat(trace).hasSize(size);
        return trace;
    }

    private static ReceivedSpan request(List<ReceivedSpan> trace) {
        return trace.stream()
                .filter(span -> span.parentId().equals(PARENT))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRequestIsASpanAndEachAttemptOneWithinIt() {
        start(Map.of());
        gateway.simulator()
                .onQuery(query -> query.apikey().endsWith("b")
                        ? Behaviour.atOnce().throttling(60)
                        : Behaviour.atOnce().saying("a ", "b").deltasEvery(Duration.ofMillis(150)));
        gateway.simulator().onCreateSession(call -> Behaviour.atOnce());

        // one of the two has to change its key
        chatWithinTrace(Chat.streamed(USER_TEXT));
        boolean rotated = gateway.simulator().queries().size() == 2;
        if (!rotated) {
            chatWithinTrace(Chat.streamed(USER_TEXT));
        }

        List<ReceivedSpan> trace = trace(rotated ? 3 : 5);
        ReceivedSpan failed = trace.stream()
                .filter(span -> "key_throttled".equals(span.attributes().get("error.type")))
                .findFirst()
                .orElseThrow();
        ReceivedSpan request = trace.stream()
                .filter(span -> span.spanId().equals(failed.parentId()))
                .findFirst()
                .orElseThrow();
        ReceivedSpan answered = trace.stream()
                .filter(span -> span.parentId().equals(request.spanId()) && span != failed)
                .findFirst()
                .orElseThrow();
        assertThat(request.kind()).isEqualTo(SERVER);
        assertThat(request.name()).isEqualTo("chat gpt-4o");
        assertThat(request.attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "ondemand")
                .containsEntry("gen_ai.request.model", "gpt-4o")
                .containsEntry("gen_ai.response.model", "predefined-openai-gpt4o")
                .containsEntry("gen_ai.response.finish_reasons", "stop")
                .containsEntry("http.response.status_code", "200")
                .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
                .doesNotContainKeys("error.type", "gen_ai.input.messages", "gen_ai.output.messages");
        assertThat(answered.kind()).isEqualTo(CLIENT);
        assertThat(answered.attributes())
                .containsEntry("ondemand2api.key", "key-1")
                .containsEntry("gen_ai.response.finish_reasons", "stop")
                .containsKeys("gen_ai.usage.output_tokens", "gen_ai.conversation.id");
        assertThat(answered.end() - answered.start())
                .as("to the last word, not to the headers")
                .isGreaterThan(Duration.ofMillis(140).toNanos());
        assertThat(collector.text()).doesNotContain(USER_TEXT);
    }

    @Test
    void theTraceGoesOnUpstreamAndNotBackToTheClient() {
        start(Map.of());
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

        HttpResponse<String> answer = chatWithinTrace(Chat.whole(USER_TEXT));

        List<ReceivedSpan> trace = trace(2);
        ReceivedSpan attempt =
                trace.stream().filter(span -> span.kind() == CLIENT).findFirst().orElseThrow();
        assertThat(gateway.simulator().queries().get(0).call().headers())
                .containsEntry("traceparent", "00-" + TRACE + "-" + attempt.spanId() + "-01");
        assertThat(attempt.parentId()).isEqualTo(request(trace).spanId());
        assertThat(answer.headers().firstValue("traceparent")).isEmpty();
    }

    @Test
    void aRefusedRequestIsASpanWithItsError() {
        start(Map.of());

        chatWithinTrace("{}");

        assertThat(trace(1).get(0).attributes())
                .containsEntry("error.type", "invalid_request")
                .containsEntry("http.response.status_code", "400");
    }

    @Test
    void aClientThatLeavesEndsBothSpans() {
        start(Map.of());
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(1000, "word "))
                        .deltasEvery(Duration.ofMillis(50)));
        String body = Chat.streamed(USER_TEXT);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer "
                            + GatewayUnderTest.CLIENT_KEY + "\r\ntraceparent: 00-" + TRACE + "-" + PARENT
                            + "-01\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .lineThatStartsWith("data: ");
        }

        assertThat(trace(2))
                .allSatisfy(span -> assertThat(span.attributes()).containsEntry("error.type", "client_closed"));
    }

    @Test
    void whatWasSaidIsThereOnlyForThoseWhoAskForIt() {
        start(Map.of("gateway.traces.content", "true"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

        chatWithinTrace(Chat.whole(USER_TEXT));

        assertThat(request(trace(2)).attributes())
                .containsEntry(
                        "gen_ai.input.messages",
                        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + USER_TEXT + "\"}]}]")
                .containsEntry(
                        "gen_ai.output.messages",
                        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"fine\"}]}]");
    }

    @Test
    void camelsOwnSpansJoinTheSameTraceAndLeaveNoHeaderBehind() {
        start(Map.of("camel.opentelemetry2.enabled", "true"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

        HttpResponse<String> answer = chatWithinTrace(Chat.whole(USER_TEXT));

        assertThat(answer.statusCode()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> collector.spans().stream()
                                .filter(span -> span.traceId().equals(TRACE))
                                .count()
                        > 3);
        assertThat(answer.headers().map().keySet()).doesNotContain("traceparent", "camel_trace_id", "camel_span_id");
        assertThat(collector.text()).doesNotContain(USER_TEXT);
    }

    @Test
    void withoutTheSettingsNothingIsTracedAndNoHeaderAdded() {
        gateway = GatewayUnderTest.start(Map.of("otel.exporter.otlp.endpoint", ""));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));

        chatWithinTrace(Chat.whole(USER_TEXT));

        assertThat(gateway.simulator().queries().get(0).call().headers()).doesNotContainKey("traceparent");
        assertThat(collector.spans()).isEmpty();
    }
}
