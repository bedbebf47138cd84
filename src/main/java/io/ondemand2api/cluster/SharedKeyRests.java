package io.ondemand2api.cluster;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyRest;
import io.ondemand2api.keys.SharedKeys;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares how keys rest: a key that one process has to leave alone is left alone by all. */
final class SharedKeyRests {

    static final String CHANNEL = "ondemand2api:keys";

    private static final String REFUSED = "refused";
    private static final String THROTTLED = "throttled";
    private static final String REVIVED = "revived";

    /** What is told on the channel: what has become of which key, and for how many milliseconds. */
    private static final Pattern NEWS = Pattern.compile("(refused|throttled|revived) ([0-9a-f]{32}) (\\d{1,10})");

    /** The longest rest that is believed: no setting is longer, but the other process may have gone mad. */
    private static final Duration MOST = Duration.ofDays(1);

    private final SharedKeys keys;
    private final Supplier<RedisAsyncCommands<String, String>> redis;

    /** @param redis null while Redis does not answer */
    SharedKeyRests(KeyPool pool, Supplier<RedisAsyncCommands<String, String>> redis) {
        this.redis = redis;
        this.keys = new SharedKeys(pool, this::changed);
    }

    private void changed(KeyRest before, KeyRest after) {
        if (after.refusedFor().compareTo(before.refusedFor()) > 0) {
            share(REFUSED, after.name(), after.refusedFor());
        }
        if (after.throttledFor().compareTo(before.throttledFor()) > 0) {
            share(THROTTLED, after.name(), after.throttledFor());
        }
        if (before.refused() && !after.refused()) {
            send(commands -> commands.eval(
                    RestScript.REVIVE,
                    ScriptOutputType.INTEGER,
                    new String[] {place(REFUSED, after.name())},
                    CHANNEL,
                    REVIVED + " " + after.name()));
        }
    }

    private void share(String kind, String name, Duration time) {
        send(commands -> commands.eval(
                RestScript.REST,
                ScriptOutputType.INTEGER,
                new String[] {place(kind, name)},
                Long.toString(Math.max(1, time.toMillis())),
                CHANNEL,
                kind + " " + name));
    }

    private static String place(String kind, String name) {
        return "ondemand2api:key:{" + name + "}:" + kind;
    }

    /** Does not wait for the outcome: what is lost is merged when Redis is back. */
    private void send(Consumer<RedisAsyncCommands<String, String>> command) {
        RedisAsyncCommands<String, String> commands = redis.get();
        if (commands != null) {
            try {
                command.accept(commands);
            } catch (RedisException awayOrFull) {
                // the watch says so
            }
        }
    }

    /** Tells what is known here, and takes what is known there; of two rests the longer one stays. */
    void merge() {
        for (KeyRest rest : keys.rests()) {
            if (!rest.refusedFor().isZero()) {
                share(REFUSED, rest.name(), rest.refusedFor());
            }
            if (!rest.throttledFor().isZero()) {
                share(THROTTLED, rest.name(), rest.throttledFor());
            }
        }
        take();
    }

    /** Takes what is known there, in case that some news was lost. */
    void take() {
        for (KeyRest rest : keys.rests()) {
            take(REFUSED, rest.name());
            take(THROTTLED, rest.name());
        }
    }

    private void take(String kind, String name) {
        send(commands -> commands.pttl(place(kind, name)).thenAccept(millis -> {
            if (millis > 0) {
                apply(kind, name, millis);
            }
        }));
    }

    /** Takes one piece of news; what is none is not listened to. */
    void hear(String message) {
        Matcher news = NEWS.matcher(message);
        if (news.matches()) {
            apply(news.group(1), news.group(2), Long.parseLong(news.group(3)));
        }
    }

    private void apply(String kind, String name, long millis) {
        Duration time = Duration.ofMillis(Math.min(millis, MOST.toMillis()));
        switch (kind) {
            case REFUSED -> keys.refused(name, time);
            case THROTTLED -> keys.throttled(name, time);
            default -> keys.revived(name);
        }
    }
}
