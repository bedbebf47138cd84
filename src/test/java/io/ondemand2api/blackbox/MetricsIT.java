package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One gateway, some traffic of every kind, and what Prometheus then reads. */
class MetricsIT {

    private static final String CHAT = "gen_ai_operation_name";
    private static final int WORDS = 300;

    private static GatewayUnderTest gateway;
    private static Scrape scrape;

    @BeforeAll
    static void traffic() {
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "upstream-a,upstream-b",
                "gateway.keepAliveInterval", "200",
                "gateway.metrics.maxModels", "2",
                "ondemand.deleteSessions", "false"));
        answering(Behaviour.atOnce().saying(Collections.nCopies(WORDS, "word ")));
        gateway.chat(Chat.streamed("hello"));
        gateway.chat(Chat.whole("hello"));
        refused();
        throttled();
        estimated();
        cut();
        keptAlive();
        left();
        System.gc();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Scrape.of(gateway).value("ondemand2api_client_cancels_total") == 1
                        && Scrape.of(gateway).value("ondemand2api_upstream_streams") == 0
                        && Scrape.of(gateway).value("ondemand2api_key_in_flight") == 0);
        scrape = Scrape.of(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void answering(Behaviour behaviour) {
        gateway.simulator().onQuery(query -> behaviour);
    }

    private static void refused() {
        gateway.chat("{}");
        gateway.chatAs("nobody", Chat.whole("hello"));
        for (int i = 0; i < 20; i++) {
            gateway.chat(Chat.whole("hello").replace("gpt-4o", "made-up-" + i));
            gateway.chat(Chat.whole("hello").replace("gpt-4o", "byoi-made-up-" + i));
        }
        gateway.chat(Chat.whole("hello").replace("gpt-4o", "gpt-4.1"));
        gateway.get("/v1/nothing-here");
        gateway.get("/v1/chat/completions");
        gateway.get("/v1/models");
        gateway.get("/v1/models/gpt-4o");
        gateway.get("/v1/models/gpt-4.1");
    }

    private static void throttled() {
        gateway.simulator()
                .onQuery(query -> query.apikey().endsWith("b")
                        ? Behaviour.atOnce().throttling(60)
                        : Behaviour.atOnce().saying("a ", "b ", "c"));
        gateway.chat(Chat.streamed("hello"));
        gateway.chat(Chat.streamed("hello"));
    }

    private static void estimated() {
        answering(Behaviour.atOnce().withoutMetrics().saying("no ", "figures"));
        gateway.chat(Chat.whole("hello"));
    }

    private static void cut() {
        answering(Behaviour.atOnce().saying("one ", "two ", "three").cutAfter(2));
        gateway.chat(Chat.streamed("hello"));
    }

    private static void keptAlive() {
        answering(Behaviour.atOnce().saying("at last").firstDeltaAfter(Duration.ofMillis(700)));
        gateway.chat(Chat.streamed("hello"));
    }

    private static void left() {
        answering(Behaviour.atOnce().saying(Collections.nCopies(1000, "word ")).deltasEvery(Duration.ofMillis(50)));
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
        }
    }

    @Test
    void namesBucketsAndLabelsAreThoseOfTheConventions() {
        assertThat(scrape.buckets("gen_ai_server_request_duration_seconds"))
                .isEqualTo(scrape.buckets("gen_ai_client_operation_duration_seconds"))
                .containsExactly(
                        .01,
                        .02,
                        .04,
                        .08,
                        .16,
                        .32,
                        .64,
                        1.28,
                        2.56,
                        5.12,
                        10.24,
                        20.48,
                        40.96,
                        81.92,
                        Double.POSITIVE_INFINITY);
        assertThat(scrape.buckets("gen_ai_server_time_to_first_token_seconds"))
                .containsExactly(
                        .001,
                        .005,
                        .01,
                        .02,
                        .04,
                        .06,
                        .08,
                        .1,
                        .25,
                        .5,
                        .75,
                        1.0,
                        2.5,
                        5.0,
                        7.5,
                        10.0,
                        Double.POSITIVE_INFINITY);
        assertThat(scrape.buckets("gen_ai_server_time_per_output_token_seconds"))
                .containsExactly(
                        .01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1.0, 2.5, Double.POSITIVE_INFINITY);
        assertThat(scrape.buckets("gen_ai_client_token_usage"))
                .containsExactly(
                        1.0,
                        4.0,
                        16.0,
                        64.0,
                        256.0,
                        1024.0,
                        4096.0,
                        16384.0,
                        65536.0,
                        262144.0,
                        1048576.0,
                        4194304.0,
                        16777216.0,
                        67108864.0,
                        Double.POSITIVE_INFINITY);
        assertThat(scrape.labels("gen_ai_server_request_duration_seconds_count"))
                .containsExactlyInAnyOrder(
                        "gen_ai_operation_name",
                        "gen_ai_provider_name",
                        "gen_ai_request_model",
                        "gen_ai_response_model",
                        "error_type");
        assertThat(scrape.labels("gen_ai_client_token_usage_count")).contains("gen_ai_token_type");
    }

    @Test
    void anAnswerIsMeasuredOnceHoweverManyWordsItHas() {
        String[] answered = {
            CHAT, "chat", "gen_ai_request_model", "gpt-4o", "gen_ai_response_model", "predefined-openai-gpt4o"
        };

        assertThat(scrape.value("gen_ai_server_time_per_output_token_seconds_count", answered))
                .isBetween(5.0, 6.0);
        assertThat(scrape.value("gen_ai_client_token_usage_count", "gen_ai_token_type", "output"))
                .isEqualTo(scrape.value("gen_ai_client_token_usage_count", "gen_ai_token_type", "input"));
        assertThat(scrape.value("gen_ai_client_token_usage_sum", "gen_ai_token_type", "output"))
                .isGreaterThan(WORDS);
        assertThat(scrape.samples())
                .as("nothing counts words")
                .filteredOn(sample -> sample.name().endsWith("_count")
                        || sample.name().startsWith("camel_exchanges")
                                && !sample.name().contains("timestamp"))
                .allSatisfy(sample -> assertThat(sample.value()).isLessThan(WORDS));
    }

    @Test
    void requestsThatAreRefusedCountWithTheirError() {
        for (String error : List.of("invalid_api_key", "invalid_request", "model_not_found", "truncated_answer")) {
            assertThat(scrape.value("gen_ai_server_request_duration_seconds_count", "error_type", error))
                    .as(error)
                    .isPositive();
        }
        assertThat(scrape.value("http_server_request_duration_seconds_count", "http_response_status_code", "405"))
                .isEqualTo(1);
        assertThat(scrape.value("http_server_request_duration_seconds_count", "http_route", "_other"))
                .isEqualTo(2);
    }

    @Test
    void requestsCountByTheirRouteWhoseParametersKeepTheirNames() {
        assertThat(scrape.value("http_server_request_duration_seconds_count", "http_route", "/v1/models/{id}"))
                .isEqualTo(2);
    }

    @Test
    void failuresThatAreOursStandApartFromThoseOfCallers() {
        String failures = "ondemand2api_request_failures_total";

        assertThat(scrape.value(failures, "cause", "truncated_answer")).isEqualTo(1);
        assertThat(scrape.value(failures)).as("and no other").isEqualTo(1);
        assertThat(scrape.samples())
                .filteredOn(sample -> sample.name().equals(failures))
                .extracting(sample -> sample.labels().get("cause"))
                .contains("no_usable_key", "upstream_unreachable", "internal", "circuit_open", "shutting_down")
                .doesNotContain("invalid_request", "client_closed", "client_throttled");
    }

    @Test
    void whatHasNotHappenedYetIsThereAsZero() {
        assertThat(scrape.samples())
                .filteredOn(sample -> sample.name().equals("ondemand2api_key_rotations_total"))
                .extracting(sample -> sample.labels().get("reason"))
                .contains("key_refused", "upstream_unreachable");
        assertThat(scrape.samples())
                .filteredOn(sample -> sample.name().equals("ondemand2api_key_failed_total"))
                .hasSize(2);
    }

    @Test
    void namesAndLabelsAreInSnakeCaseAndEachMetricHasAHelpText() {
        scrape.samples().forEach(sample -> {
            assertThat(sample.name()).matches("[a-z][a-z0-9_]*");
            assertThat(sample.labels().keySet()).allMatch(label -> label.matches("[a-z][a-z0-9_]*"));
        });
        assertThat(scrape.text()
                        .lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.split(" ")[2]))
                .allSatisfy(name -> assertThat(scrape.text()).contains("# HELP " + name + " "));
    }

    @Test
    void promtoolHasNoComplaint() throws Exception {
        assumeThat(Promtool.isHere()).isTrue();

        assertThat(Promtool.run(scrape.text(), "check", "metrics")).isEmpty();
    }

    @Test
    void madeUpModelsShareOneLabelAndKnownOnesAreBounded() {
        Set<String> models = new TreeSet<>();
        scrape.samples().forEach(sample -> models.add(sample.labels().get("gen_ai_request_model") + ""));

        assertThat(models).containsExactlyInAnyOrder("", "null", "_other", "gpt-4o");
    }

    @Test
    void keysSessionsAndTroublesAreSeen() {
        assertThat(scrape.value("ondemand2api_key_state", "key", "key-2", "state", "cooling"))
                .isEqualTo(1);
        assertThat(scrape.value("ondemand2api_key_state", "key", "key-1", "state", "up"))
                .isEqualTo(1);
        assertThat(scrape.value("ondemand2api_key_cooldown_seconds", "key", "key-2"))
                .isBetween(30.0, 60.0);
        assertThat(scrape.value("ondemand2api_key_rotations_total", "reason", "key_throttled"))
                .isEqualTo(1);
        assertThat(scrape.value("ondemand2api_key_served_total")).isGreaterThan(5);
        assertThat(scrape.value("ondemand2api_key_in_flight")).isZero();
        assertThat(scrape.value("ondemand2api_requests_in_flight")).isZero();
        assertThat(scrape.value("ondemand2api_sessions_total", "session", "fresh"))
                .isPositive();
        assertThat(scrape.value("ondemand2api_overhead_seconds_count", "phase", "before"))
                .isPositive();
        assertThat(scrape.value("ondemand2api_overhead_seconds_count", "phase", "after"))
                .isPositive();
        assertThat(scrape.value("ondemand2api_truncated_streams_total")).isEqualTo(1);
        assertThat(scrape.value("ondemand2api_usage_estimated_total")).isEqualTo(1);
        assertThat(scrape.value("ondemand2api_keep_alives_total")).isBetween(1.0, 10.0);
        assertThat(scrape.value("resilience4j_circuitbreaker_state", "name", "ondemand", "state", "closed"))
                .isEqualTo(1);
        assertThat(scrape.value("resilience4j_circuitbreaker_state", "name", "key-1", "state", "closed"))
                .isEqualTo(1);
        assertThat(scrape.names())
                .contains("camel_exchanges_total", "jvm_memory_used_bytes", "ondemand2api_rejected_total");
        assertThat(scrape.text()).doesNotContain("upstream-a", "upstream-b", GatewayUnderTest.CLIENT_KEY);
    }

    @Test
    void keysThatRestLeaveTheGatewayReady() {
        assertThat(GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/ready"))
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyQueryOfTheDashboardFindsItsMetricsAndLabels() throws IOException {
        JsonNode dashboard = Chat.json(Files.readString(Path.of("deploy/grafana/ondemand2api.json")));
        int queries = 0;
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries++;
                found(target.path("expr").asText(), target.path("legendFormat").asText());
            }
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            Matcher values = Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
                    .matcher(variable.path("definition").asText());
            if (values.matches()) {
                queries++;
                assertThat(known(values.group(1))).contains(values.group(2));
            }
        }
        assertThat(queries).isGreaterThan(40);
    }

    @Test
    void everyExpressionOfTheAlertsFindsItsMetricsAndLabels() throws IOException {
        String alerts = Files.readString(Path.of("deploy/alerts.yaml"));
        Matcher expression = Pattern.compile("(?m)^ {8}expr: (?:>-\\n((?: {10}.*\\n)+)|(.*))")
                .matcher(alerts);
        int expressions = 0;
        while (expression.find()) {
            expressions++;
            String query = expression.group(1) == null ? expression.group(2) : expression.group(1);
            PromQl.parse(query.replaceAll("\\b(and|or)\\b", " ")).metrics().forEach((metric, labels) -> {
                if (!metric.equals("up")) {
                    assertThat(scrape.names()).as(query).contains(metric);
                    assertThat(known(metric)).as(query).containsAll(labels);
                }
            });
        }
        assertThat(expressions).isGreaterThan(10);
    }

    @Test
    void theCasesOfTheAlertsHold() throws Exception {
        assumeThat(Promtool.isHere()).isTrue();

        assertThat(Promtool.run("", "test", "rules", "deploy/alerts.test.yaml")).isEmpty();
        assertThat(Promtool.run("", "check", "rules", "deploy/alerts.yaml")).isEmpty();
    }

    private static void found(String query, String legend) {
        PromQl names = PromQl.parse(query);
        assertThat(names.metrics()).as(query).isNotEmpty();
        names.metrics().forEach((metric, labels) -> {
            assertThat(scrape.names()).as(query).contains(metric);
            assertThat(known(metric)).as(query).containsAll(labels).containsAll(names.grouped());
        });
        Matcher shown = Pattern.compile("\\{\\{(\\w+)}}").matcher(legend);
        while (shown.find()) {
            assertThat(names.grouped()).as(query).contains(shown.group(1));
        }
    }

    /** The labels of a metric, those included that Prometheus adds by itself. */
    private static Set<String> known(String metric) {
        Set<String> labels = new TreeSet<>(scrape.labels(metric));
        labels.addAll(Set.of("instance", "job"));
        return labels;
    }
}
