package io.ondemand2api.keys;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which keys there are, each with its label and its circuit breaker. Changed with the pool's lock held only. */
final class KeyRing {

    private final KeySettings settings;
    private final CircuitBreakerRegistry breakers;
    /** Never changed itself; replaced when there are other keys. */
    private volatile List<Key> keys = List.of();

    private int labels;

    KeyRing(KeySettings settings, Clock clock) {
        this.settings = settings;
        this.breakers = CircuitBreakerRegistry.of(settings.circuitBreaker(clock));
    }

    /**
     * Goes on with these keys; those that stay are the same, those that are new get labels that no key had before.
     *
     * @return the keys that are gone
     */
    List<Key> replace(List<String> secrets) {
        Map<String, Key> before = new LinkedHashMap<>();
        keys.forEach(key -> before.put(key.secret(), key));
        List<Key> after = new ArrayList<>();
        for (String secret : secrets) {
            Key same = before.remove(secret);
            after.add(same == null ? key(secret) : same);
        }
        keys = List.copyOf(after);
        before.values().forEach(gone -> breakers.remove(gone.label()));
        return List.copyOf(before.values());
    }

    private Key key(String secret) {
        labels++;
        String label = "key-" + labels;
        return new Key(label, secret, breakers.circuitBreaker(label), settings);
    }

    /** In the order of their labels. */
    List<Key> keys() {
        return keys;
    }

    /** Null when there is no such key. */
    Key labelled(String label) {
        return keys.stream()
                .filter(key -> key.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    /** @throws GatewayException {@link Failure#NO_USABLE_KEY} when there is no such key */
    Key existing(String label) throws GatewayException {
        Key key = labelled(label);
        if (key == null) {
            throw new GatewayException(Failure.NO_USABLE_KEY, "The key that this request is to use is not there.");
        }
        return key;
    }

    CircuitBreakerRegistry breakers() {
        return breakers;
    }
}
