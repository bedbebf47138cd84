package io.ondemand2api.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices when several keys are throttled within a short time: then it is the address or the account that is limited,
 * and burning the remaining keys would not help. Guarded by the pool's lock.
 */
final class ThrottledPool {

    private final KeySettings settings;
    private final Map<Key, Instant> lately = new LinkedHashMap<>();
    private Instant restUntil = Instant.MIN;
    private String news;

    ThrottledPool(KeySettings settings) {
        this.settings = settings;
    }

    void throttled(Key key, Instant now) {
        lately.values()
                .removeIf(moment -> moment.plus(settings.poolThrottledWindow()).isBefore(now));
        lately.put(key, now);
        if (lately.size() >= settings.poolThrottledKeys()) {
            restUntil = now.plus(settings.poolThrottledFor());
            news = "All keys rest for " + settings.poolThrottledFor().toMillis() + "ms: " + lately.size()
                    + " were throttled at once, so the address or the account is limited";
            lately.clear();
        }
    }

    void forget(Key key) {
        lately.remove(key);
    }

    /** What has changed since this was last asked, for the log; null when nothing has. */
    String news() {
        String latest = news;
        news = null;
        return latest;
    }

    Duration remaining(Instant now) {
        return restUntil.isAfter(now) ? Duration.between(now, restUntil) : Duration.ZERO;
    }
}
