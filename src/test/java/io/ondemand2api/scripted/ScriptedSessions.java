package io.ondemand2api.scripted;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** All sessions, of which it keeps the most recently used. */
final class ScriptedSessions {

    private static final int MAX_COUNT = 10_000;
    private static final Duration MAX_IDLE = Duration.ofHours(1);

    // in order of use, the longest idle first
    private final Map<String, ScriptedSession> byId = new LinkedHashMap<>(64, 0.75f, true);

    synchronized ScriptedSession create(String apikey) {
        ScriptedSession session = new ScriptedSession(apikey);
        byId.put(session.id(), session);
        dropOld();
        return session;
    }

    /** The session of this id and key; null when there is none, or when it belongs to another key. */
    synchronized ScriptedSession find(String id, String apikey) {
        ScriptedSession session = byId.get(id);
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
        Iterator<ScriptedSession> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext()) {
            ScriptedSession oldest = oldestFirst.next();
            if (byId.size() <= MAX_COUNT && !oldest.idleFor(MAX_IDLE)) {
                return;
            }
            oldestFirst.remove();
        }
    }
}
