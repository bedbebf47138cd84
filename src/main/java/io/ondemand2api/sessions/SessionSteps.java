package io.ondemand2api.sessions;

import io.ondemand2api.app.SessionCalls;
import io.ondemand2api.completion.CompletionContext;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.upstream.BackgroundRoutes;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.protocol.UpstreamBodies;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which session upstream a request asks in: the one that remembers just its conversation, one that lies ready, or a new
 * one.
 */
public final class SessionSteps implements Monitored {

    /**
     * The policy.
     *
     * @param reuse whether a conversation goes on in its session; else every request has one of its own
     * @param most how many conversations to remember
     * @param idle how long a session is kept unused
     * @param turnPatience how long a next turn waits for the stream of the one before; zero to go on at once
     * @param warm how many unused sessions to have ready
     * @param delete whether sessions that are given up are deleted upstream
     */
    public record Settings(
            boolean reuse,
            int most,
            Duration idle,
            Duration turnPatience,
            WarmSessions.Settings warm,
            boolean delete) {}

    public static final String LABEL = "sessionKey";
    public static final String SESSION = "session";

    private final Settings settings;
    private final KeyPool keys;
    private final SessionBook book;
    private final WarmSessions warm;
    private final BackgroundRoutes background;
    private final DeadlineMonitor watch;
    /** The keys that have answered. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    public SessionSteps(
            Settings settings, KeyPool keys, BackgroundRoutes background, DeadlineMonitor watch, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.background = background;
        this.watch = watch;
        this.book = new SessionBook(settings.most(), settings.idle(), this::giveUp);
        this.warm = new WarmSessions(settings.warm(), clock);
        watch.add(this);
    }

    /** Gives up sessions that have lain too long. */
    @Override
    public void tick(long now, TimeLimits limits) {
        warm.dropStale().forEach(this::giveUp);
    }

    /** The steps by which sessions are made ahead and deleted. */
    public SessionCalls calls() {
        return new SessionCalls(keys, warm, watch);
    }

    /**
     * Lets the answer go on in the session that remembers its conversation, if that and its key can be had at once. The
     * stream of the turn before runs on about two seconds behind its answer; who does not wait for it goes on in another
     * session with the whole conversation, and this one is given up.
     */
    public void resume(CompletionContext answering, String client) throws InterruptedException {
        if (!settings.reuse()) {
            return;
        }
        Fingerprint fingerprint = new Fingerprint(client, answering.endpoint().id(), answering.conversation());
        answering.fingerprint(fingerprint);
        OnDemandSession session = book.take(fingerprint.known());
        if (session == null) {
            return;
        }
        KeyLease lease = session.awaitTurn(settings.turnPatience().toNanos()) ? keys.leaseOf(session.key()) : null;
        if (lease == null) {
            giveUp(session);
        } else {
            answering.lease(lease);
            answering.session(session, fingerprint.knownTurns());
        }
    }

    /** About how many conversations are remembered. */
    public long remembered() {
        return book.size();
    }

    /** Gives a session that lies ready for this key, or null. */
    public OnDemandSession ready(KeyLease lease) {
        return warm.take(lease.label());
    }

    /**
     * A new conversation has begun with this key: the next one should find a session ready. Not before the key has given
     * an answer, since one that fails is not to be asked more than need be.
     */
    public void begun(KeyLease lease) {
        if (answered.contains(lease.label())) {
            makeWarm(lease);
        }
    }

    /** This key has given a new conversation its answer. */
    public void answered(KeyLease lease) {
        answered.add(lease.label());
        makeWarm(lease);
    }

    private void makeWarm(KeyLease lease) {
        while (!lease.askedLast() && warm.wanted(lease.label())) {
            if (!background.run("direct:warm-session", LABEL, lease.label())) {
                warm.failed(lease.label());
                return;
            }
        }
    }

    /**
     * The client is about to have its whole answer. From now on the session remembers it, unless the model's own words
     * were cut: then nobody knows what it remembers.
     */
    public boolean keep(CompletionContext answering) {
        if (answering.fingerprint() == null || !answering.uncut()) {
            return false;
        }
        book.put(answering.fingerprint().with(answering.answer()), answering.session());
        return true;
    }

    /**
     * A query in this session is over, and so is the stream behind it.
     *
     * @param reusable true when it remembers what the gateway believes
     */
    public void turnEnded(OnDemandSession session, boolean reusable) {
        if (!reusable || !session.turnEnds()) {
            discard(session);
        }
    }

    /** Nobody will go on in this session; it is deleted when nothing is under way in it any more. */
    private void giveUp(OnDemandSession session) {
        if (session.giveUp()) {
            delete(session);
        }
    }

    /** What this session remembers is unknown, and nothing is under way in it that is still wanted. */
    public void discard(OnDemandSession session) {
        if (session.breakOff()) {
            delete(session);
        }
    }

    private void delete(OnDemandSession session) {
        if (settings.delete()) {
            background.run("direct:delete-session", SESSION, session);
        }
    }

    /** Forgets the sessions of keys that are gone: nobody can ask in them any more, nor delete them. */
    public void forgetKeys(Set<String> labels) {
        book.forgetKeys(labels);
        warm.forgetKeys(labels);
        answered.removeAll(labels);
    }

    public static byte[] newSession() {
        return UpstreamBodies.session(UUID.randomUUID().toString());
    }
}
