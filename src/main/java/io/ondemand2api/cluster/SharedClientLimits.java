package io.ondemand2api.cluster;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.ondemand2api.clients.SharedLimits;
import io.ondemand2api.clients.SpentTokens.Spent;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The limits of clients in Redis: a bucket for each limit by the minute, and the sums of each month. */
final class SharedClientLimits implements SharedLimits {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Longer than any month, so that the sums of one are kept to its end. */
    private static final Duration MONTH = Duration.ofDays(32);

    private record Buckets(StatefulRedisConnection<String, byte[]> connection, AsyncProxyManager<String> manager) {}

    private final RedisLink redis;
    private final TimeMeter clock;
    private final List<Runnable> tellers = new CopyOnWriteArrayList<>();
    private volatile Buckets buckets = new Buckets(null, null);

    SharedClientLimits(RedisLink redis) {
        this.redis = redis;
        this.clock = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(redis.clock().millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    @Override
    public AsyncBucketProxy minute(String client, String what, long most, LongSupplier leftHere) {
        AsyncProxyManager<String> manager = redis.up() ? manager() : null;
        if (manager == null) {
            return null;
        }
        return manager.builder()
                .build(
                        place(client) + what + ":" + most,
                        () -> CompletableFuture.completedFuture(BucketConfiguration.builder()
                                .addLimit(limit -> limit.capacity(most)
                                        .refillGreedy(most, MINUTE)
                                        .initialTokens(Math.max(0, leftHere.getAsLong())))
                                .build()));
    }

    private static String place(String client) {
        return "ondemand2api:client:{" + client + "}:";
    }

    private AsyncProxyManager<String> manager() {
        StatefulRedisConnection<String, byte[]> connection = redis.connection();
        Buckets made = buckets;
        if (connection != null && made.connection() != connection) {
            made = new Buckets(
                    connection,
                    Bucket4jLettuce.casBasedBuilder(connection)
                            .clientClock(clock)
                            .requestTimeout(ClusterSettings.TIMEOUT)
                            .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                                    Duration.ofSeconds(10)))
                            .build()
                            .asAsync());
            buckets = made;
        }
        return connection == null ? null : made.manager();
    }

    @Override
    public CompletableFuture<Spent> spent(String client, Report report) {
        return redis.<List<Long>>script(
                        Scripts.SPEND,
                        ScriptOutputType.MULTI,
                        place(client) + YearMonth.from(report.day()),
                        redis.commandDeadline(),
                        report.day(),
                        report.known().ofDay(),
                        report.known().ofMonth(),
                        report.more().ofDay(),
                        report.more().ofMonth(),
                        MONTH.toMillis())
                .thenApply(sums -> new Spent(report.day(), sums.get(0), sums.get(1)));
    }

    @Override
    public void whenBack(Runnable told) {
        tellers.add(told);
    }

    /** Redis can be reached again. */
    void back() {
        tellers.forEach(Runnable::run);
    }

    @Override
    public void await(CompletableFuture<?> asked) {
        redis.await(asked);
    }
}
