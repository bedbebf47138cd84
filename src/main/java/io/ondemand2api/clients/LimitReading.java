package io.ondemand2api.clients;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * What is left of a limit by the minute.
 *
 * @param what the plural of what is limited, as it stands in the names of headers
 * @param most the limit
 * @param left below zero when more was used than there was
 * @param untilOne how long until there is one; zero when there is one now
 * @param untilAll how long until all of it is there again
 */
record LimitReading(String what, long most, long left, Duration untilOne, Duration untilAll) {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** One whose times follow from how long it is until all is there: it comes back evenly. */
    static LimitReading of(String what, long most, long left, long nanosUntilAll) {
        long untilOne = left >= 1 ? 0 : Math.max(1, nanosUntilAll - (most - 1) * MINUTE_NANOS / most);
        return new LimitReading(what, most, left, Duration.ofNanos(untilOne), Duration.ofNanos(nanosUntilAll));
    }

    /** The one by which less is left; the other may be null. */
    LimitReading stricter(LimitReading other) {
        return other == null || other.left > left ? this : other;
    }

    /** Gives OpenAI's headers of it. */
    void describe(BiConsumer<String, String> header) {
        header.accept("x-ratelimit-limit-" + what, Long.toString(most));
        header.accept("x-ratelimit-remaining-" + what, Long.toString(Math.max(0, left)));
        header.accept("x-ratelimit-reset-" + what, written(untilAll));
    }

    /** A time as OpenAI writes it, such as {@code 1m3s}, {@code 7.66s} or {@code 20ms}. */
    static String written(Duration time) {
        long millis = time.plusNanos(999_999).toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.3f", millis / 1000.0).replaceFirst("\\.?0+$", "") + "s";
        }
        long seconds = (millis + 999) / 1000;
        return (seconds >= 3600 ? seconds / 3600 + "h" : "") + seconds % 3600 / 60 + "m" + seconds % 60 + "s";
    }
}
