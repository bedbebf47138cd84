package io.ondemand2api.sessions;

import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * How many unused sessions are kept ready.
 *
 * @param each how many to have ready for each key; 0 for none
 * @param most the most that one key may have, ready or being made; at least {@code each}
 * @param idle how long one may lie
 * @param extraIdle how long one may lie that is beyond {@code each}
 */
public record WarmSessionSettings(int each, int most, Duration idle, Duration extraIdle) {

    /** Reads it; what is wrong is a problem of the settings. */
    static WarmSessionSettings from(Settings settings) {
        int each = settings.number("ondemand.warmSessions", 0, 100);
        return new WarmSessionSettings(
                each,
                Math.max(each, settings.number("ondemand.maxWarmSessions", 0, 10_000)),
                settings.duration("ondemand.sessionIdle"),
                settings.duration("ondemand.extraWarmSessionIdle"));
    }
}
