package io.ondemand2api.clients;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** So many of something in a minute. What is used comes back evenly; what was used beyond it is owed. */
final class MinuteLimit {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final String what;
    private final Bucket bucket;
    private volatile long most;

    /** @param what the plural of what is limited, as it stands in the names of headers */
    MinuteLimit(String what, long most) {
        this.what = what;
        this.most = most;
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(TimeMeter.SYSTEM_NANOTIME)
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, MINUTE))
                .build();
    }

    /** Goes on with another limit; of what was left, the same share is left. */
    void change(long now) {
        if (now != most) {
            most = now;
            bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(limit -> limit.capacity(now).refillGreedy(now, MINUTE))
                            .build(),
                    TokensInheritanceStrategy.PROPORTIONALLY);
        }
    }

    /** Takes one; false when there is none. */
    boolean tryTake() {
        return bucket.tryConsume(1);
    }

    /** Takes so many, whether they are there or not. */
    void take(long number) {
        if (number > 0) {
            bucket.consumeIgnoringRateLimits(number);
        }
    }

    /** How long until there is one; zero when there is one now. */
    Duration untilOne() {
        return until(1);
    }

    private Duration until(long number) {
        return Duration.ofNanos(bucket.estimateAbilityToConsume(number).getNanosToWaitForRefill());
    }

    long most() {
        return most;
    }

    String what() {
        return what;
    }

    /** Adds OpenAI's headers of it. */
    void describe(Map<String, String> headers) {
        headers.put("x-ratelimit-limit-" + what, Long.toString(most));
        headers.put("x-ratelimit-remaining-" + what, Long.toString(Math.max(0, bucket.getAvailableTokens())));
        headers.put("x-ratelimit-reset-" + what, written(until(most)));
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
