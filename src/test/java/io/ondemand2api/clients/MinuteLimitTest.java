package io.ondemand2api.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinuteLimitTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0ms",
        "PT0.000000001S, 1ms",
        "PT0.02S, 20ms",
        "PT1S, 1s",
        "PT7.66S, 7.66s",
        "PT10S, 10s",
        "PT59.9999S, 1m0s",
        "PT6M, 6m0s",
        "PT59M59.5S, 1h0m0s",
        "PT26H3M4S, 26h3m4s"
    })
    void writesTimesAsOpenAiDoes(Duration time, String written) {
        assertThat(LimitReading.written(time)).isEqualTo(written);
    }

    @Test
    void whatWasUsedBeyondTheLimitIsOwed() {
        MinuteLimit limit = new MinuteLimit("tokens", 60);

        limit.take(120);

        assertThat(limit.tryTake()).isFalse();
        assertThat(limit.reading().untilOne()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
        Map<String, String> headers = new LinkedHashMap<>();
        limit.reading().describe(headers::put);
        assertThat(headers)
                .containsEntry("x-ratelimit-limit-tokens", "60")
                .containsEntry("x-ratelimit-remaining-tokens", "0");
    }

    @Test
    void anotherLimitKeepsTheShareThatIsLeft() {
        MinuteLimit limit = new MinuteLimit("requests", 10);
        limit.take(10);

        limit.change(1);
        assertThat(limit.tryTake()).isFalse();

        MinuteLimit untouched = new MinuteLimit("requests", 1);
        untouched.change(2);
        assertThat(untouched.tryTake()).isTrue();
        assertThat(untouched.tryTake()).isTrue();
        assertThat(untouched.tryTake()).isFalse();
    }
}
