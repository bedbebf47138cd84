package io.ondemand2api.ondemand;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sessions that nobody has used yet, a few for each key, so that a new conversation need not wait for one. They are
 * made for keys that are in use, and dropped when they lie too long. Safe for several threads.
 */
public final class WarmSessions {

    private record Ready(OnDemandSession session, Instant since) {}

    private final Map<String, Deque<Ready>> ready = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final int each;
    private final Duration idle;
    private final Clock clock;

    /**
     * @param each how many to have ready for each key; 0 for none
     * @param idle how long one may lie
     * @param clock what that is measured by
     */
    public WarmSessions(int each, Duration idle, Clock clock) {
        this.each = each;
        this.idle = idle;
        this.clock = clock;
    }

    /** Takes the freshest session of this key; null when there is none. */
    public synchronized OnDemandSession take(String key) {
        Deque<Ready> sessions = ready.get(key);
        if (sessions == null || sessions.isEmpty() || stale(sessions.peekLast())) {
            return null;
        }
        return sessions.pollLast().session();
    }

    /** True when another should be made for this key; it counts as under way until {@link #made} or {@link #failed}. */
    public synchronized boolean wanted(String key) {
        int have = ready.getOrDefault(key, new ArrayDeque<>()).size() + underWay.getOrDefault(key, 0);
        if (have >= each) {
            return false;
        }
        underWay.merge(key, 1, Integer::sum);
        return true;
    }

    /** Takes up a session that was made. */
    public synchronized void made(OnDemandSession session) {
        underWay.merge(session.key(), -1, Integer::sum);
        ready.computeIfAbsent(session.key(), key -> new ArrayDeque<>()).addLast(new Ready(session, clock.instant()));
    }

    /** A session that was wanted could not be made. */
    public synchronized void failed(String key) {
        underWay.merge(key, -1, Integer::sum);
    }

    /** Gives up those that have lain too long. */
    public synchronized List<OnDemandSession> dropStale() {
        List<OnDemandSession> dropped = new ArrayList<>();
        for (Deque<Ready> sessions : ready.values()) {
            while (!sessions.isEmpty() && stale(sessions.peekFirst())) {
                dropped.add(sessions.pollFirst().session());
            }
        }
        return dropped;
    }

    /** Forgets every session of the keys with these labels. */
    public synchronized void forgetKeys(Set<String> labels) {
        ready.keySet().removeAll(labels);
    }

    private boolean stale(Ready one) {
        return one.since().plus(idle).isBefore(clock.instant());
    }
}
