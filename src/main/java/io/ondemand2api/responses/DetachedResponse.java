package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayError;
import java.util.List;
import java.util.function.Predicate;

/**
 * A response that is made in the background, from its request to its end, by which time it is remembered. Its end is the
 * first of these: it is whole, it fails, its client cancels it. Safe for several threads.
 */
final class DetachedResponse implements FinishedOutput {

    private static final String CANCELLED = "cancelled";
    private static final String FAILED = "failed";

    private final String owner;
    private final ResponseEnvelope envelope;
    private final RememberedInput input;
    private final EventLog events;
    private final Predicate<StoredResponse> store;
    private StoredResponse end;
    private boolean ended;
    private boolean cancelled;
    private Runnable whenCancelled = () -> {};

    /**
     * @param owner its client
     * @param events those that a client may read again
     * @param store told of its end; false when there is no room for it
     */
    DetachedResponse(
            String owner,
            ResponseEnvelope envelope,
            RememberedInput input,
            EventLog events,
            Predicate<StoredResponse> store) {
        this.owner = owner;
        this.envelope = envelope;
        this.input = input;
        this.events = events;
        this.store = store;
    }

    String id() {
        return envelope.id();
    }

    boolean belongsTo(String client) {
        return owner.equals(client);
    }

    RememberedInput input() {
        return input;
    }

    EventLog events() {
        return events;
    }

    /** The events that open its stream; nothing when they were asked for before. */
    byte[] opening() {
        ByteSink events = new ByteSink(1024);
        envelope.open(events);
        return events.drain();
    }

    /** The response object while there is no output. */
    byte[] object(String status) {
        return object(status, null);
    }

    private byte[] object(String status, GatewayError error) {
        ByteSink json = new ByteSink(1024);
        envelope.append(status, error, List.of(), null, json);
        return json.drain();
    }

    @Override
    public synchronized void accept(byte[] json, List<OutputItem> output) {
        end = input.answered(id(), json, output, events);
    }

    @Override
    public synchronized void failed(byte[] json) {
        end = input.unanswered(id(), json, events);
    }

    /** Calls this when it is cancelled; at once when it is already. */
    void whenCancelled(Runnable action) {
        boolean late;
        synchronized (this) {
            whenCancelled = action;
            late = cancelled;
        }
        if (late) {
            action.run();
        }
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    /** Takes the next events; false once it has ended. */
    synchronized boolean write(byte[] written) {
        if (!ended) {
            events.append(written);
        }
        return !ended;
    }

    /** No more is written. What was told neither of an output nor of a failure has failed. */
    synchronized void end() {
        if (!ended) {
            remember(
                    end == null
                            ? input.unanswered(
                                    id(), object(FAILED, GatewayError.of(new IllegalStateException())), events)
                            : end);
        }
    }

    /** Ends it without an output, unless it has ended already. */
    void cancel() {
        Runnable action;
        synchronized (this) {
            if (ended) {
                return;
            }
            cancelled = true;
            remember(input.unanswered(id(), object(CANCELLED), events));
            action = whenCancelled;
        }
        action.run();
    }

    private void remember(StoredResponse response) {
        ended = true;
        if (!store.test(response)) {
            // its client shall find out why there is none
            GatewayError tooLarge = GatewayError.responseTooLarge();
            store.test(RememberedInput.NONE.unanswered(id(), object(FAILED, tooLarge), EventLog.none()));
        }
        events.end();
    }
}
