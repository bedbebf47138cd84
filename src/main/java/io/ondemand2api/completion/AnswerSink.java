package io.ondemand2api.completion;

import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.prompt.ToolPrompt;
import io.ondemand2api.upstream.EventSink;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.MessageResponse;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.util.List;
import java.util.Locale;

/** Takes the events of the attempt's query, and makes them the client's answer. Used by one thread at a time. */
final class AnswerSink implements EventSink {

    /** So many characters are read in a few milliseconds at most. */
    private static final int SLICE = 4096;

    private final CompletionContext completion;
    private final AnswerRounds rounds;
    private final StreamResume resume;

    /** @param completion whose answer this is */
    AnswerSink(CompletionContext completion) {
        this.completion = completion;
        this.rounds = completion.rounds();
        this.resume = completion.resume();
    }

    @Override
    public void accept(List<OnDemandEvent> events) {
        UpstreamCall call = completion.attempt().call();
        if (call.aborted()) {
            return;
        }
        try {
            boolean failing = fails(events);
            for (int i = 0; i < events.size() && !satisfied(); i++) {
                // metrics before a failure that is known are no end of the answer
                if (!(failing && events.get(i) instanceof OnDemandEvent.Metrics)) {
                    accept(events.get(i), call);
                }
            }
            if (!completion.outcome().finished() && !completion.response().flush()) {
                call.abort(new ClientClosedException());
            }
        } catch (GatewayException failure) {
            call.fail(failure);
            call.abort(null);
        }
    }

    private static boolean fails(List<OnDemandEvent> events) {
        return !events.isEmpty() && events.get(events.size() - 1) instanceof OnDemandEvent.Failed;
    }

    private void accept(OnDemandEvent event, UpstreamCall call) throws GatewayException {
        if (event instanceof OnDemandEvent.Fulfillment words) {
            say(resume.words(words.delta(), call.position()), call);
        } else if (event instanceof OnDemandEvent.Thinking thinking) {
            rounds.think(resume.thoughts(thinking.delta()));
        } else if (event instanceof OnDemandEvent.Sources named) {
            rounds.name(named.sources());
        } else if (event instanceof OnDemandEvent.Metrics metrics) {
            end(metrics, call);
        } else if (event instanceof OnDemandEvent.Done) {
            end(null, call);
        } else if (event instanceof OnDemandEvent.Failed failed) {
            // ends the call, too: nothing that may follow is worth waiting for
            throw UpstreamFailures.of(failed, completion.conversation().model());
        }
    }

    /**
     * A delta may be a whole answer, and reading calls in it takes time in proportion to it: other clients of the same
     * event loop have their turn between two slices.
     */
    private void say(String delta, UpstreamCall call) throws GatewayException {
        for (int from = 0; from < delta.length() && !satisfied(); ) {
            int to = sliceEnd(delta, from);
            if (from > 0) {
                Thread.yield();
            }
            if (rounds.say(delta.substring(from, to))) {
                finish(null, call);
                call.abort(null);
            }
            from = to;
        }
    }

    private static int sliceEnd(String delta, int from) {
        int to = Math.min(delta.length(), from + SLICE);
        boolean split = to < delta.length() && Character.isHighSurrogate(delta.charAt(to - 1));
        return split ? to + 1 : to;
    }

    /**
     * Takes the rest of an answer whose stream broke from its message.
     *
     * @throws GatewayException when the message is not the same answer, or not whole
     */
    void complete(MessageResponse message) throws GatewayException {
        if (!message.completed()) {
            throw UpstreamFailures.truncated();
        }
        UpstreamCall call = completion.attempt().call();
        say(resume.rest(message.answer()), call);
        if (!satisfied()) {
            finish(message.metrics(), call);
        }
    }

    /** The upstream said all it had to say; an empty answer is a failure with any status. */
    private void end(OnDemandEvent.Metrics metrics, UpstreamCall call) throws GatewayException {
        resume.ends();
        finish(metrics, call);
    }

    private void finish(OnDemandEvent.Metrics metrics, UpstreamCall call) throws GatewayException {
        if (!rounds.spoke()) {
            throw UpstreamFailures.empty();
        }
        if (rounds.conclude()) {
            completion.finish(rounds.usage(
                    metrics, completion.attempt().inWords(rounds.asked().turns())));
        } else {
            call.abort(null);
        }
    }

    @Override
    public boolean satisfied() {
        return completion.outcome().finished() || rounds.repairDue();
    }

    @Override
    public boolean asksWith(String words) {
        Conversation asked = rounds.asked();
        return ToolPrompt.instructions(asked).toLowerCase(Locale.ROOT).contains(words)
                || asked.turns().stream()
                        .anyMatch(turn -> turn.text().toLowerCase(Locale.ROOT).contains(words));
    }
}
