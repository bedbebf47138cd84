package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "7, PT7S",
        "' 7 ', PT7S",
        "0.5, PT0.5S",
        "1.2345, PT1.234S",
        "-5, PT0S",
        "-0.1, PT0S",
        "-Infinity, PT0S",
        "99999999999999999999, PT1000000000S",
        "Infinity, PT1000000000S",
        "1e300, PT1000000000S",
    })
    void readsSecondsAndFractions(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Wed, 21 Oct 2026 07:28:30 GMT | PT30S",
                "Wed, 21 Oct 2026 07:28:00 GMT | PT0S",
                "Wed, 21 Oct 2026 09:28:30 +0200 | PT30S",
                "Wed, 21 Oct 2015 07:28:00 GMT | PT0S",
                "Thu, 22 Oct 2026 07:28:00 GMT | PT24H",
            })
    void readsADate(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "NaN",
                "7s",
                "7, 8",
                "Mon, 21 Oct 2026 07:28:00 GMT",
                "2026-10-21T07:28:30Z",
                "--1",
                "1:30"
            })
    void takesNonsenseForNothing(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }
}
