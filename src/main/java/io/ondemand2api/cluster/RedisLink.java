package io.ondemand2api.cluster;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Commands to Redis, as long as it answers in time. The first one that it does not answer is the last one until the watch
 * has seen it answer again: requests that come meanwhile wait for nothing. Safe for several threads.
 */
final class RedisLink {

    private final RedisClock clock = new RedisClock();
    private volatile StatefulRedisConnection<String, byte[]> connection;
    private volatile boolean up;

    /** True while Redis answers. */
    boolean up() {
        return up;
    }

    /** The time by Redis's clock. */
    RedisClock clock() {
        return clock;
    }

    /** When a command that is sent now is too late to count, in milliseconds by Redis's clock. */
    long commandDeadline() {
        return clock.millis() + ClusterSettings.TIMEOUT.toMillis();
    }

    void connected(StatefulRedisConnection<String, byte[]> made) {
        connection = made;
    }

    StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    /** Asks for Redis's time, and whether it takes what is written. */
    void beat() {
        long started = RedisClock.start();
        try {
            Long millis = awaitInTime(RedisLink.<Long>eval(
                    connection.async(), Scripts.BEAT, ScriptOutputType.INTEGER, "ondemand2api:beat"));
            clock.measured(millis, started);
        } catch (ExecutionException | TimeoutException | InterruptedException late) {
            throw new RedisException("no answer in time", late);
        }
        up = true;
    }

    /** It does not answer: nothing is sent until it has answered again. */
    void away() {
        up = false;
    }

    /** Sends a command. The future fails when Redis is away, late or full. */
    <T> CompletableFuture<T> send(Function<RedisClusterAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
        StatefulRedisConnection<String, byte[]> now = connection;
        if (!up || now == null) {
            return CompletableFuture.failedFuture(new RedisException("Redis is away"));
        }
        try {
            return command.apply(now.async()).toCompletableFuture().whenComplete((done, failure) -> {
                if (failure != null) {
                    away();
                }
            });
        } catch (RedisException awayOrFull) {
            away();
            return CompletableFuture.failedFuture(awayOrFull);
        }
    }

    /** Runs a script on what one name holds. */
    <T> CompletableFuture<T> script(String script, ScriptOutputType output, String name, Object... arguments) {
        return send(commands -> eval(commands, script, output, name, arguments));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> RedisFuture<T> eval(
            RedisClusterAsyncCommands<String, byte[]> commands,
            String script,
            ScriptOutputType output,
            String name,
            Object... arguments) {
        byte[][] values = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            values[i] = arguments[i] instanceof byte[] bytes ? bytes : bytes(arguments[i].toString());
        }
        return commands.eval(script, output, new String[] {name}, values);
    }

    /** Waits for an answer, no longer than a command may take; null when there is none in time. */
    <T> T await(CompletableFuture<T> asked) {
        try {
            return awaitInTime(asked);
        } catch (ExecutionException | TimeoutException failed) {
            away();
            return null;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static <T> T awaitInTime(Future<T> asked)
            throws ExecutionException, TimeoutException, InterruptedException {
        return asked.get(ClusterSettings.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
