package io.ondemand2api.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sessions that are not used yet, so that a new conversation need not wait for one. They are made for keys that are
 * in use: a few for each, more while many are taken, and dropped when they stay unused too long. Safe for several
 * threads.
 */
public final class WarmSessions {

    private final Map<String, WarmSessionsOfKey> keys = new HashMap<>();
    private final WarmSessionSettings settings;
    private final Clock clock;

    /** @param clock what times are measured by */
    public WarmSessions(WarmSessionSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private WarmSessionsOfKey of(String key) {
        return keys.computeIfAbsent(key, label -> new WarmSessionsOfKey(settings));
    }

    /** Takes the session of this key that has lain longest; null when there is none. The more are asked for, the more are made. */
    public synchronized OnDemandSession take(String key) {
        return of(key).take(clock.instant());
    }

    /** True when another should be made for this key; it counts as under way until {@link #made} or {@link #failed}. */
    public synchronized boolean wanted(String key) {
        return of(key).wanted(clock.instant());
    }

    /** Takes up a session that was made. */
    public synchronized void made(OnDemandSession session) {
        of(session.key()).made(session, clock.instant());
    }

    /** A session that was wanted could not be made. */
    public synchronized void failed(String key) {
        of(key).failed();
    }

    /** Gives up those that have lain too long. */
    public synchronized List<OnDemandSession> dropStale() {
        Instant now = clock.instant();
        List<OnDemandSession> dropped = new ArrayList<>();
        keys.values().forEach(key -> key.dropStale(now, dropped));
        return dropped;
    }

    /** Forgets every session of the keys with these labels. */
    public synchronized void forgetKeys(Set<String> labels) {
        keys.keySet().removeAll(labels);
    }
}
