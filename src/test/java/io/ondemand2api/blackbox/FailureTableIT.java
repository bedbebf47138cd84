package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of failures in {@code docs/failures.md}, line by line, in each dialect, asked for whole and streamed. */
class FailureTableIT {

    private static final Path DOCUMENT = Path.of("docs/failures.md");
    private static final String HEAD = "| failure | status | `code` | `type` | Messages: status | `type` |";
    private static final Set<String> SAYS_WHEN_TO_COME_AGAIN = Set.of("429", "503", "529");

    /** One line of the table. */
    private record Failure(
            String name, String status, String code, String type, String messagesStatus, String messagesType) {

        static Failure of(String line) {
            String[] cells = line.substring(2).replace("`", "").split(" +\\| *");
            return new Failure(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
        }

        String status(ApiDialect dialect) {
            return dialect == ApiDialect.MESSAGES ? messagesStatus : status;
        }

        String type(ApiDialect dialect) {
            return dialect == ApiDialect.MESSAGES ? messagesType : type;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Failure> failures() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(HEAD))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(Failure::of);
    }

    @Test
    void eachLineIsTriedAndEachTrialHasItsLine() throws IOException {
        assertThat(failures().map(Failure::name)).containsExactlyInAnyOrderElementsOf(FailureTrigger.ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isTheSameErrorInTheWordsOfEachDialect(Failure failure) {
        FailureTrigger trigger = FailureTrigger.ALL.get(failure.name());
        Map<String, String> settings = new LinkedHashMap<>(Map.of("gateway.attempts", "1"));
        settings.putAll(trigger.settings());
        try (GatewayUnderTest gateway = GatewayUnderTest.prepare(settings).start()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.get("/v1/models").statusCode() == 200);
            for (ApiDialect dialect : ApiDialect.values()) {
                for (boolean stream : new boolean[] {false, true}) {
                    check(failure, dialect, trigger.failure(gateway, dialect, stream));
                }
            }
        }
    }

    private static void check(Failure failure, ApiDialect dialect, HttpResponse<String> response) {
        String status = failure.status(dialect);
        assertThat(Integer.toString(response.statusCode()))
                .as("%s: %s", dialect, response.body())
                .isEqualTo(status);
        ClientError error = dialect.client().error(response.body());
        assertThat(error.type()).isEqualTo(failure.type(dialect));
        assertThat(error.message()).isNotBlank().doesNotContain("SECRET");
        if (dialect == ApiDialect.MESSAGES) {
            assertThat(response.body()).doesNotContainIgnoringCase("openai");
            assertThat(response.headers().firstValue("request-id")).isPresent();
        } else {
            assertThat(String.valueOf(error.code()).replace("null", "")).matches(code(failure));
        }
        assertThat(response.headers().firstValue("retry-after").isPresent())
                .as("%s says when to come again", dialect)
                .isEqualTo(SAYS_WHEN_TO_COME_AGAIN.contains(status));
    }

    private static String code(Failure failure) {
        return switch (failure.code()) {
            case "–" -> "";
            case "of the field" -> ".+";
            default -> failure.code();
        };
    }

    @Test
    void afterTheFirstWordsItIsTheLastEventOfTheStream() {
        Map<Behaviour, List<String>> breaks = Map.of(
                Behaviour.atOnce().saying("one ", "two ", "three").errorAfter(2, "model_error", "SECRET"),
                List.of("upstream_error", "api_error"),
                Behaviour.atOnce().saying("one ", "two ", "three").silentAfter(2, Duration.ofSeconds(20)),
                List.of("upstream_timeout", "timeout_error"));
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("ondemand.silenceTimeout", "500"))) {
            breaks.forEach((fault, expected) -> {
                gateway.simulator().onQuery(query -> fault);
                for (ApiDialect dialect : ApiDialect.values()) {
                    HttpResponse<String> response = dialect.send(gateway, dialect.question("hi", true));

                    assertThat(response.statusCode()).isEqualTo(200);
                    assertThat(response.body()).contains("one ").doesNotContain("SECRET");
                    ClientError error = dialect.client().streamError(response.body());
                    assertThat(error).as(response.body()).isNotNull();
                    boolean messages = dialect == ApiDialect.MESSAGES;
                    assertThat(messages ? error.type() : error.code()).isEqualTo(expected.get(messages ? 1 : 0));
                }
            });
        }
    }
}
