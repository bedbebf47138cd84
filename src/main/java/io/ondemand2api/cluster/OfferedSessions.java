package io.ondemand2api.cluster;

import io.lettuce.core.ScriptOutputType;
import io.ondemand2api.keys.KeyRest;
import io.ondemand2api.keys.SharedKeys;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.sessions.SharedSessions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Sessions in Redis: by the digest of what each remembers, its id and the name of its key. Who takes one removes it. */
final class OfferedSessions implements SharedSessions {

    private final RedisLink redis;
    private final SharedKeys keys;

    OfferedSessions(RedisLink redis, SharedKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    private static String place(String conversation) {
        return "ondemand2api:session:" + conversation;
    }

    private String ofKey(String wanted, Function<KeyRest, String> given, Function<KeyRest, String> asked) {
        return keys.rests().stream()
                .filter(key -> given.apply(key).equals(wanted))
                .map(asked)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean offer(String conversation, OnDemandSession session, Duration idle) {
        String name = ofKey(session.key(), KeyRest::label, KeyRest::name);
        if (name == null || !redis.up()) {
            return false;
        }
        redis.script(
                Scripts.OFFER,
                ScriptOutputType.INTEGER,
                place(conversation),
                redis.commandDeadline(),
                session.id() + " " + name,
                idle.toMillis());
        return true;
    }

    @Override
    public OnDemandSession take(String conversation) {
        byte[] record = redis.await(redis.send(commands -> commands.getdel(place(conversation))));
        String[] parts = record == null ? new String[0] : new String(record, StandardCharsets.UTF_8).split(" ");
        String label = parts.length == 2 ? ofKey(parts[1], KeyRest::name, KeyRest::label) : null;
        return label == null ? null : new OnDemandSession(parts[0], label, false);
    }

    @Override
    public CompletableFuture<Boolean> takeBack(String conversation, OnDemandSession session) {
        return redis.<Long>script(Scripts.TAKE_BACK, ScriptOutputType.INTEGER, place(conversation), session.id() + " ")
                .thenApply(removed -> removed > 0);
    }
}
