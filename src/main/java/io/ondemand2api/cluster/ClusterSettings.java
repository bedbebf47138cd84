package io.ondemand2api.cluster;

import io.lettuce.core.RedisURI;
import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * Where processes share what they know.
 *
 * @param redis null when they share nothing
 */
public record ClusterSettings(RedisURI redis) {

    /** How long a command to Redis may take. */
    static final Duration TIMEOUT = Duration.ofMillis(50);

    /** How long it may take to connect. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private static final String PROPERTY = "gateway.state";

    /** Reads it; what is wrong is a problem of the settings, which does not repeat the address: it may hold a password. */
    public static ClusterSettings from(Settings settings) {
        String address = settings.text(PROPERTY);
        if (address.isEmpty()) {
            return new ClusterSettings(null);
        }
        try {
            RedisURI redis = RedisURI.create(address);
            redis.setTimeout(CONNECT_TIMEOUT);
            return new ClusterSettings(redis);
        } catch (IllegalArgumentException noAddress) {
            settings.problem(settings.named(PROPERTY)
                    + " must be the address of a Redis server, such as redis://redis.example:6379.");
            return new ClusterSettings(null);
        }
    }
}
