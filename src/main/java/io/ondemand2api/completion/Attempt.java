package io.ondemand2api.completion;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.prompt.ExtractedTexts;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.upstream.UpstreamCall;
import java.util.List;

/**
 * The attempt under way: the key that is leased, the session that is asked, and the call that is open. One thread works
 * on it; the timer and the client's leaving read the call and abort it.
 */
public final class Attempt {

    private final ResponseChannel client;
    private final MemoryShare memory;
    private KeyLease lease;
    private String keyLabel;
    private OnDemandSession session;
    private String sessionKind;
    private int knownTurns;
    private ExtractedTexts texts = ExtractedTexts.NONE;
    private volatile UpstreamCall call;

    /**
     * @param client for whom the attempt is made
     * @param memory counts the texts that were read in files
     */
    Attempt(ResponseChannel client, MemoryShare memory) {
        this.client = client;
        this.memory = memory;
    }

    /** The key of the attempt, or null while it has none. */
    public KeyLease lease() {
        return lease;
    }

    void lease(KeyLease taken) {
        lease = taken;
        keyLabel = taken.label();
    }

    /** The label of the last key, for the log; null when there was none. */
    String keyLabel() {
        return keyLabel;
    }

    /** Gives the key back; what was to be said of it has been said. */
    void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    /** The upstream's session, or null while there is none. */
    public OnDemandSession session() {
        return session;
    }

    /** @param turns how many turns of the conversation it remembers already */
    void session(OnDemandSession taken, int turns) {
        session = taken;
        knownTurns = turns;
        texts = ExtractedTexts.NONE;
        if (taken != null) {
            sessionKind = resumed() ? "reused" : taken.warm() ? "warm" : "fresh";
        }
    }

    /** Whether the last session was {@code reused}, {@code warm} or {@code fresh}; null when there was none. */
    String sessionKind() {
        return sessionKind;
    }

    /** True when the session remembers the turns before. */
    boolean resumed() {
        return knownTurns > 0;
    }

    /** The turns of this conversation that the session does not know yet, in words. */
    List<Turn> newTurns(Conversation conversation) {
        return inWords(unknownTurns(conversation));
    }

    /** These turns with the texts of their files. */
    List<Turn> inWords(List<Turn> turns) {
        return texts.in(turns);
    }

    private List<Turn> unknownTurns(Conversation conversation) {
        return conversation.turns().subList(knownTurns, conversation.turns().size());
    }

    /** A file of this conversation that the session was not given yet, or null. */
    Attachment toUpload(Conversation conversation) {
        return texts.missing(unknownTurns(conversation));
    }

    /**
     * The session was given this file, in which this was read.
     *
     * @throws GatewayException when there is no room for the text
     */
    public void uploaded(Attachment file, String text) throws GatewayException {
        memory.take((long) Character.BYTES * text.length());
        texts = texts.with(file, text);
    }

    /**
     * Makes this the call that a leaving client or the timer ends.
     *
     * @throws ClientClosedException when the client is gone already
     */
    public void start(UpstreamCall next) throws ClientClosedException {
        call = next;
        if (client.closed()) {
            throw new ClientClosedException();
        }
    }

    /** The last call; null while there was none. */
    UpstreamCall call() {
        return call;
    }

    /** Ends the open call, if there is one, from any thread. */
    void abort(GatewayException why) {
        UpstreamCall open = call;
        if (open != null && !open.aborted()) {
            open.abort(why);
        }
    }
}
