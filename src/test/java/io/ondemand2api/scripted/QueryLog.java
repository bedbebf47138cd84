package io.ondemand2api.scripted;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest queries, as many as fit. */
final class QueryLog {

    private static final int MAX_COUNT = 1_000;
    private static final long MAX_CHARACTERS = 64L * 1024 * 1024;

    private final Deque<ReceivedQuery> latest = new ArrayDeque<>();
    private long characters;

    synchronized void add(ReceivedQuery query) {
        latest.addLast(query);
        characters += query.size();
        // the newest stays, however long it is
        while (latest.size() > MAX_COUNT || (characters > MAX_CHARACTERS && latest.size() > 1)) {
            characters -= latest.removeFirst().size();
        }
    }

    synchronized List<ReceivedQuery> all() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
        characters = 0;
    }
}
