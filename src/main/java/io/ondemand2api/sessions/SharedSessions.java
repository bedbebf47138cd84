package io.ondemand2api.sessions;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The sessions in which other processes may go on. Who takes one has it alone. A session that is offered is to be taken
 * back before it is used, by the process that offered it, too. Safe for several threads.
 */
public interface SharedSessions {

    /**
     * Offers a session in which nothing is under way; does not wait.
     *
     * @param conversation what it remembers, as a digest
     * @param idle how long it is offered
     * @return false when it was not offered, and will not be
     */
    boolean offer(String conversation, OnDemandSession session, Duration idle);

    /** Takes the session that remembers just this; null when there is none, or it cannot be had in time. */
    OnDemandSession take(String conversation);

    /** Takes one back, without waiting; the future says whether it could be had. */
    CompletableFuture<Boolean> takeBack(String conversation, OnDemandSession session);
}
