package io.ondemand2api.cluster;

import io.lettuce.core.ScriptOutputType;
import io.ondemand2api.core.SharedPlaces;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyRest;
import io.ondemand2api.keys.SharedKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares how keys rest: a key that one process has to leave alone is left alone by all. */
final class SharedKeyRests {

    static final String CHANNEL = "ondemand2api:keys";

    private static final String REFUSED = "refused";
    private static final String THROTTLED = "throttled";
    private static final String REVIVED = "revived";

    /** What is told on the channel: what has become of which key, and until when by Redis's clock. */
    private static final Pattern NEWS = Pattern.compile("(refused|throttled|revived) ([0-9a-f]{32}) (\\d{1,15})");

    /** The longest rest that is believed: no setting is longer, but the other process may have gone mad. */
    private static final Duration MAX_REST = Duration.ofDays(1);

    private final SharedKeys keys;
    private final RedisLink redis;
    /** Keys that have answered here, which Redis has not been told. */
    private final Set<String> untoldRevivals = ConcurrentHashMap.newKeySet();

    SharedKeyRests(KeyPool pool, RedisLink redis, SharedPlaces places) {
        this.redis = redis;
        this.keys = new SharedKeys(pool, this::changed, places);
    }

    /** The keys of this process. */
    SharedKeys keys() {
        return keys;
    }

    /** A key here has changed. Does not wait for the outcome: what is lost is merged when Redis is back. */
    private void changed(KeyRest before, KeyRest after) {
        if (after.refusedFor().compareTo(before.refusedFor()) > 0) {
            share(REFUSED, after.name(), after.refusedFor());
        }
        if (after.throttledFor().compareTo(before.throttledFor()) > 0) {
            share(THROTTLED, after.name(), after.throttledFor());
        }
        if (before.refused() && !after.refused()) {
            revive(after.name());
        }
    }

    private void revive(String name) {
        long inTime = redis.commandDeadline();
        untoldRevivals.add(name);
        redis.<Long>script(
                        Scripts.REVIVE,
                        ScriptOutputType.INTEGER,
                        place(REFUSED, name),
                        inTime,
                        CHANNEL,
                        REVIVED + " " + name)
                .thenAccept(then -> {
                    if (then <= inTime) {
                        untoldRevivals.remove(name);
                    }
                });
    }

    private void share(String kind, String name, Duration time) {
        untoldRevivals.remove(name);
        redis.script(
                Scripts.REST,
                ScriptOutputType.INTEGER,
                place(kind, name),
                redis.clock().millis() + time.toMillis(),
                CHANNEL,
                kind + " " + name);
    }

    private static String place(String kind, String name) {
        return "ondemand2api:key:{" + name + "}:" + kind;
    }

    /** Tells what is known here, and takes what is known there; of two rests the later end stays. */
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
            if (untoldRevivals.contains(rest.name())) {
                revive(rest.name());
            } else {
                take(REFUSED, rest.name());
            }
            take(THROTTLED, rest.name());
        }
    }

    private void take(String kind, String name) {
        redis.send(commands -> commands.get(place(kind, name))).thenAccept(end -> {
            if (end != null) {
                hear(kind + " " + name + " " + new String(end, StandardCharsets.UTF_8));
            }
        });
    }

    /** Takes one piece of news; what is none is not listened to. */
    void hear(String message) {
        Matcher news = NEWS.matcher(message);
        if (news.matches()) {
            apply(news.group(1), news.group(2), Long.parseLong(news.group(3)));
        }
    }

    private void apply(String kind, String name, long end) {
        long left = Math.min(end - redis.clock().millis(), MAX_REST.toMillis());
        if (kind.equals(REVIVED)) {
            keys.revived(name);
        } else if (left > 0 && kind.equals(REFUSED)) {
            untoldRevivals.remove(name);
            keys.refused(name, Duration.ofMillis(left));
        } else if (left > 0) {
            keys.throttled(name, Duration.ofMillis(left));
        }
    }
}
