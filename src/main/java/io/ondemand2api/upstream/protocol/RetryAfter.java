package io.ondemand2api.upstream.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Reads a Retry-After header, which holds seconds or a date. */
public final class RetryAfter {

    private RetryAfter() {}

    /**
     * @param header the header's value, or null
     * @param now the present, for a date
     * @return never negative; null when it is absent or cannot be read
     */
    public static Duration parse(String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String value = header.strip();
        try {
            double seconds = Double.parseDouble(value);
            return Double.isNaN(seconds)
                    ? null
                    : Duration.ofMillis((long) (Math.max(0, Math.min(seconds, 1e9)) * 1000));
        } catch (NumberFormatException notSeconds) {
            return untilDate(value, now);
        }
    }

    private static Duration untilDate(String value, Instant now) {
        try {
            Duration wait = Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
