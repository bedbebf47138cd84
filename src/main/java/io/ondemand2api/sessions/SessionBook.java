package io.ondemand2api.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which session upstream remembers which conversation. An entry is a digest and an id, so that bounding their number
 * bounds their bytes. Taking a session removes it: two requests that go on from the same point never share one. Safe
 * for several threads.
 */
public final class SessionBook {

    private final Cache<String, OnDemandSession> sessions;

    /**
     * @param most how many sessions to remember; the least recently used go first
     * @param idle how long one is remembered
     * @param forgotten told of every session that is remembered no longer, unless it was taken; must not wait
     */
    public SessionBook(int most, Duration idle, Consumer<OnDemandSession> forgotten) {
        sessions = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(idle)
                .scheduler(Scheduler.systemScheduler())
                // another thread for it would cost more than what it does
                .executor(Runnable::run)
                .removalListener((String conversation, OnDemandSession session, RemovalCause cause) -> {
                    if (cause.wasEvicted() || cause == RemovalCause.REPLACED) {
                        forgotten.accept(session);
                    }
                })
                .build();
    }

    /** Takes the session that remembers just this conversation; null when there is none. */
    public OnDemandSession take(String conversation) {
        return conversation == null ? null : sessions.asMap().remove(conversation);
    }

    /** Remembers that the session knows this conversation. */
    public void put(String conversation, OnDemandSession session) {
        sessions.put(conversation, session);
    }

    /** Notes that other processes may take the session; false when it was taken here. */
    boolean offer(String conversation, OnDemandSession offered) {
        return sessions.asMap().computeIfPresent(conversation, (known, session) -> {
                    if (session == offered) {
                        session.offeredAs(conversation);
                    }
                    return session;
                })
                == offered;
    }

    /** Forgets every session of the keys with these labels. */
    public void forgetKeys(Set<String> labels) {
        sessions.asMap().values().removeIf(session -> labels.contains(session.key()));
    }

    /** About how many sessions are remembered. */
    public long size() {
        return sessions.estimatedSize();
    }
}
