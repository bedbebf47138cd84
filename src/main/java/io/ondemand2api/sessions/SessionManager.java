package io.ondemand2api.sessions;

import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.upstream.BackgroundRoutes;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.protocol.UpstreamBodies;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.http.HttpMethods;

/**
 * Which session upstream a request asks in: the one that remembers just its conversation, a warm one, or a new
 * one.
 */
public final class SessionManager implements Monitored {

    static final ExchangeProperty<String> LABEL = StepProperty.SESSION_KEY.of(String.class);
    static final ExchangeProperty<OnDemandSession> SESSION = StepProperty.SESSION.of(OnDemandSession.class);

    private final SessionSettings settings;
    private final KeyPool keys;
    private final SessionBook book;
    private final WarmSessions warm;
    private final BackgroundRoutes background;
    private final DeadlineMonitor watch;
    private volatile SharedSessions shared;
    /** The keys that have answered. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    public SessionManager(
            SessionSettings settings, KeyPool keys, BackgroundRoutes background, DeadlineMonitor watch, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.background = background;
        this.watch = watch;
        this.book = new SessionBook(settings.most(), settings.idle(), this::giveUp);
        this.warm = new WarmSessions(settings.warm(), clock);
        watch.add(this);
    }

    /** Other processes may go on in sessions of this one, and this one in theirs, from now on. */
    public void share(SharedSessions others) {
        shared = others;
    }

    /** Gives up sessions that have lain too long. */
    @Override
    public void tick(long now, TimeLimits limits) {
        warm.dropStale().forEach(this::giveUp);
    }

    /** The steps by which sessions are made ahead and deleted. */
    public SessionSteps calls() {
        return new SessionSteps(keys, warm, watch);
    }

    /**
     * A session in which a conversation goes on.
     *
     * @param session remembers just this conversation, and is free
     * @param lease its key
     */
    public record Resumption(OnDemandSession session, KeyLease lease) {}

    /** True when a conversation may go on in the session that remembers it. */
    public boolean reuses() {
        return settings.reuse();
    }

    /**
     * Finds the session that remembers just this conversation, if that and its key can be had at once. The stream of the
     * turn before runs on about two seconds behind its answer; a request that does not wait for it goes on in another
     * session with the whole conversation, and this one is given up.
     *
     * @return null when there is none
     */
    public Resumption resume(Fingerprint fingerprint) throws InterruptedException {
        OnDemandSession session = known(fingerprint.known());
        if (session == null) {
            return null;
        }
        KeyLease lease = session.awaitTurn(settings.turnWaitTimeout().toNanos()) ? keys.leaseOf(session.key()) : null;
        if (lease == null) {
            giveUp(session);
            return null;
        }
        return new Resumption(session, lease);
    }

    private OnDemandSession known(String conversation) {
        OnDemandSession here = book.take(conversation);
        if (shared == null || conversation == null || (here != null && here.offeredAs() == null)) {
            return here;
        }
        OnDemandSession there = shared.take(conversation);
        if (here == null || there == null || !there.id().equals(here.id())) {
            // one that was offered here and is not there may be another process's by now
            return there;
        }
        here.offeredAs(null);
        return here;
    }

    /** About how many conversations are remembered. */
    public long remembered() {
        return book.size();
    }

    /** Gives a warm session of this key, or null. */
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
     * From now on this session remembers the conversation.
     *
     * @param conversation the fingerprint's digest, the last answer included
     */
    public void keep(String conversation, OnDemandSession session) {
        session.remembers(conversation);
        book.put(conversation, session);
    }

    /**
     * A query in this session is over, and so is the stream behind it.
     *
     * @param reusable true when it remembers what the gateway believes
     */
    public void turnEnded(OnDemandSession session, boolean reusable) {
        if (!reusable || !session.turnEnds()) {
            discard(session);
        } else if (shared != null && session.remembered() != null) {
            offer(session.remembered(), session);
        }
    }

    private void offer(String conversation, OnDemandSession session) {
        if (book.offer(conversation, session) && !shared.offer(conversation, session, settings.idle())) {
            session.offeredAs(null);
        }
    }

    /** No request will use this session again; it is deleted when nothing is under way in it. */
    private void giveUp(OnDemandSession session) {
        String offered = session.offeredAs();
        if (offered != null) {
            session.offeredAs(null);
            shared.takeBack(offered, session).thenAccept(mine -> {
                if (mine) {
                    giveUp(session);
                }
            });
        } else if (session.giveUp()) {
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

    /** Forgets the sessions of keys that are gone: they can be neither used nor deleted any more. */
    public void forgetKeys(Set<String> labels) {
        book.forgetKeys(labels);
        warm.forgetKeys(labels);
        answered.removeAll(labels);
    }

    /** The call that makes a session with this key. */
    public static CallSpec creation(KeyLease lease) {
        return CallSpec.of(
                CallSpec.Kind.CREATE_SESSION,
                lease,
                CallSpec.Target.json(HttpMethods.POST, "/chat/v1/sessions"),
                UpstreamBodies.session(UUID.randomUUID().toString()));
    }
}
