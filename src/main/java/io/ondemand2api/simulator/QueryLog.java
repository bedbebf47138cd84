package io.ondemand2api.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest queries, as many as fit. */
final class QueryLog {

    private static final int MOST = 1_000;
    private static final long MOST_CHARACTERS = 64L * 1024 * 1024;

    private final Deque<SimulatedQuery> latest = new ArrayDeque<>();
    private long characters;

    synchronized void add(SimulatedQuery query) {
        latest.addLast(query);
        characters += query.size();
        // the newest stays, however long it is
        while (latest.size() > MOST || (characters > MOST_CHARACTERS && latest.size() > 1)) {
            characters -= latest.removeFirst().size();
        }
    }

    synchronized List<SimulatedQuery> all() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
        characters = 0;
    }
}
