package io.ondemand2api.simulator;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** All sessions, of which it keeps the most recently used. */
final class Sessions {

    private static final int MOST = 10_000;
    private static final Duration LONGEST_IDLE = Duration.ofHours(1);

    // in order of use, the longest idle first
    private final Map<String, Session> byId = new LinkedHashMap<>(64, 0.75f, true);

    synchronized Session create(String apikey) {
        Session session = new Session(apikey);
        byId.put(session.id(), session);
        dropOld();
        return session;
    }

    /** The session of this id and key; null when there is none, or when it belongs to another key. */
    synchronized Session find(String id, String apikey) {
        Session session = byId.get(id);
        if (session == null || !session.belongsTo(apikey)) {
            return null;
        }
        session.touch();
        return session;
    }

    synchronized boolean delete(String id, String apikey) {
        return find(id, apikey) != null && byId.remove(id) != null;
    }

    synchronized void forgetAll() {
        byId.clear();
    }

    private void dropOld() {
        Iterator<Session> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext()) {
            Session oldest = oldestFirst.next();
            if (byId.size() <= MOST && !oldest.idleFor(LONGEST_IDLE)) {
                return;
            }
            oldestFirst.remove();
        }
    }
}
