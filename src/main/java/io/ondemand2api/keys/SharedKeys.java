package io.ondemand2api.keys;

import io.ondemand2api.core.SharedPlaces;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The rests of keys that another process has learnt of. A rest from elsewhere only ever grows one that is known here; only
 * an answer with the key, here or there, ends a refusal. Safe for several threads; no method waits.
 */
public final class SharedKeys {

    /** What is told of a key once that has changed here. Must not wait, and must not throw. */
    public interface Listener {

        /** @param after how it rests now */
        void changed(KeyRest before, KeyRest after);
    }

    private static final String HMAC = "HmacSHA256";
    private static final String PURPOSE = "ondemand2api key state";

    private final KeyPool pool;

    /**
     * @param listener told of each change here
     * @param places of which all processes with a key have so many
     */
    public SharedKeys(KeyPool pool, Listener listener, SharedPlaces places) {
        this.pool = pool;
        pool.share(listener, places);
    }

    /** How each key rests now. */
    public List<KeyRest> rests() {
        return pool.rests();
    }

    /** Another process has learnt that this key is refused, and is to be left alone for so long. */
    public void refused(String name, Duration time) {
        pool.named(name, (key, now) -> key.refusedUntil(now.plus(time)));
    }

    /** Another process has learnt that this key is to rest for so long. */
    public void throttled(String name, Duration time) {
        pool.named(name, (key, now) -> key.throttledUntil(now.plus(time)));
    }

    /** Another process has had an answer with this key, which was refused before. */
    public void revived(String name) {
        pool.named(name, (key, now) -> key.revived());
    }

    /** The name of a key: a digest that the key itself keys, so that it needs no other secret and tells nothing of it. */
    static String name(String secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] digest = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
    }
}
