package io.ondemand2api.scripted;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A session: it belongs to one key, remembers its turns, and should serve one query at a time. */
final class ScriptedSession {

    private static final int MAX_TURNS = 200;
    private static final Duration GRACE = Duration.ofMillis(100);

    private final String id = Ids.next();
    private final String owner;
    private final Deque<ScriptedTurn> turns = new ArrayDeque<>();
    private final Map<String, Generation> generations = new LinkedHashMap<>();
    private int turnsBegun;
    private int busy;
    private volatile long lastUse = System.nanoTime();

    ScriptedSession(String owner) {
        this.owner = owner;
    }

    String id() {
        return id;
    }

    boolean belongsTo(String apikey) {
        return Objects.equals(owner, apikey);
    }

    boolean idleFor(Duration time) {
        return System.nanoTime() - lastUse > time.toNanos();
    }

    void touch() {
        lastUse = System.nanoTime();
    }

    /**
     * Takes the session for one query.
     *
     * @return true when another query was still being answered. One whose client has just left is given a moment to be
     *     noticed, for then it is over and not concurrent.
     */
    synchronized boolean enter() throws InterruptedException {
        long until = System.nanoTime() + GRACE.toNanos();
        for (long left = GRACE.toMillis(); busy > 0 && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        touch();
        return busy++ > 0;
    }

    synchronized void leave() {
        busy--;
        touch();
        notifyAll();
    }

    /** Begins a turn and gives its number in the session, from 1. */
    synchronized int nextTurn() {
        return ++turnsBegun;
    }

    synchronized void remember(Generation generation) {
        turns.addLast(generation.turn());
        generations.put(generation.turn().id(), generation);
        if (turns.size() > MAX_TURNS) {
            generations.remove(turns.removeFirst().id());
        }
    }

    /** The answer of this message; null when there is none. */
    synchronized Generation generation(String messageId) {
        return generations.get(messageId);
    }

    synchronized List<ScriptedTurn> turns() {
        return List.copyOf(turns);
    }
}
