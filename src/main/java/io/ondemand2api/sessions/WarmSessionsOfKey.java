package io.ondemand2api.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The unused sessions of one key. Guarded by {@link WarmSessions}. */
public final class WarmSessionsOfKey {

    /** Sessions are made ahead for as many as are taken in twice the time that one takes to be made, but at least in this. */
    private static final Duration SHORTEST_VIEW = Duration.ofSeconds(1);

    private static final Duration MAX_VIEW = Duration.ofSeconds(10);

    private record Ready(OnDemandSession session, Instant since) {}

    private final WarmSessionSettings settings;
    private final Deque<Ready> ready = new ArrayDeque<>();
    /** When those under way were begun. */
    private final Deque<Instant> begun = new ArrayDeque<>();
    /** When sessions were asked for, the latest last; no more than count. */
    private final Deque<Instant> taken = new ArrayDeque<>();

    private Duration makingTakes = Duration.ZERO;
    private boolean failing;

    public WarmSessionsOfKey(WarmSessionSettings settings) {
        this.settings = settings;
    }

    public OnDemandSession take(Instant now) {
        taken.addLast(now);
        if (taken.size() > settings.most()) {
            taken.pollFirst();
        }
        for (Iterator<Ready> sessions = ready.iterator(); sessions.hasNext(); ) {
            Ready one = sessions.next();
            if (!lainFor(settings.idle(), one, now)) {
                sessions.remove();
                return one.session();
            }
        }
        return null;
    }

    public boolean wanted(Instant now) {
        if (ready.size() + begun.size() >= target(now)) {
            return false;
        }
        begun.addLast(now);
        return true;
    }

    private int target(Instant now) {
        if (settings.each() == 0 || failing) {
            // what fails is not tried more often than it must be
            return settings.each();
        }
        Instant from = now.minus(view());
        while (!taken.isEmpty() && taken.peekFirst().isBefore(from)) {
            taken.pollFirst();
        }
        return Math.min(settings.most(), Math.max(settings.each(), taken.size()));
    }

    private Duration view() {
        Duration view = makingTakes.multipliedBy(2);
        if (view.compareTo(SHORTEST_VIEW) < 0) {
            return SHORTEST_VIEW;
        }
        return view.compareTo(MAX_VIEW) > 0 ? MAX_VIEW : view;
    }

    public void made(OnDemandSession session, Instant now) {
        failing = false;
        Instant began = begun.pollFirst();
        if (began != null) {
            makingTakes = makingTakes
                    .multipliedBy(3)
                    .plus(Duration.between(began, now))
                    .dividedBy(4);
        }
        ready.addLast(new Ready(session, now));
    }

    public void failed() {
        failing = true;
        begun.pollFirst();
    }

    public void dropStale(Instant now, List<OnDemandSession> dropped) {
        while (!ready.isEmpty() && stale(ready.peekFirst(), now)) {
            dropped.add(ready.pollFirst().session());
        }
    }

    private boolean stale(Ready longest, Instant now) {
        boolean extra = ready.size() > settings.each();
        return lainFor(extra ? settings.extraIdle() : settings.idle(), longest, now);
    }

    private static boolean lainFor(Duration time, Ready one, Instant now) {
        return one.since().plus(time).isBefore(now);
    }
}
