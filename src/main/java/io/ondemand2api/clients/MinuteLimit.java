package io.ondemand2api.clients;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

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

    /** Gives one back that was taken for a request that was then refused. */
    void giveBack() {
        bucket.addTokens(1);
    }

    /** What is left of it. */
    LimitReading reading() {
        long limit = most;
        return LimitReading.of(what, limit, bucket.getAvailableTokens(), nanosUntil(limit));
    }

    private long nanosUntil(long number) {
        return bucket.estimateAbilityToConsume(number).getNanosToWaitForRefill();
    }

    long most() {
        return most;
    }

    String what() {
        return what;
    }
}
