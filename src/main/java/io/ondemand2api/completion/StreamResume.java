package io.ondemand2api.completion;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FailureOrigin;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.StreamPosition;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.time.Duration;

/**
 * Lets an answer whose stream broke go on: by the same query with its message's id, a few times, and at last by reading
 * the message. Used by one thread at a time.
 */
final class StreamResume {

    /** What the next call does. */
    enum Step {
        /** Asks for a new answer. */
        ASK,
        /** Asks for the rest of the answer. */
        RESUME,
        /** Reads the message. */
        READ_MESSAGE,
        /** Nothing of this answer any more: the failure is told, or another attempt is made. */
        GIVE_UP
    }

    private final ResumePolicy policy;
    private final ReceivedAnswer received = new ReceivedAnswer();
    private Step step = Step.ASK;
    private StreamPosition position;
    private int tries;
    private boolean contradicted;
    private GatewayException broken;

    StreamResume(ResumePolicy policy) {
        this.policy = policy;
    }

    private boolean off() {
        return policy.attempts() == 0;
    }

    /** A new answer is asked for. */
    void restart() {
        received.restart();
        step = Step.ASK;
        position = null;
        tries = 0;
        contradicted = false;
        broken = null;
    }

    /** What the next call does. */
    Step step() {
        return step;
    }

    /** True when a call was made to let the answer go on. */
    boolean tried() {
        return tries > 0;
    }

    /** How far the answer was read; null while a new one is asked for. */
    StreamPosition position() {
        return position;
    }

    /** Before the next call. */
    Duration pause() {
        return step == Step.RESUME ? policy.pause().multipliedBy(tries) : Duration.ZERO;
    }

    /** What is told when the answer does not go on: how it broke, not how its resumption failed. */
    GatewayException told(GatewayException failure) {
        return broken == null || failure.failure() == Failure.CLIENT_CLOSED ? failure : broken;
    }

    /**
     * Decides what follows a failure; {@link #step} says it.
     *
     * @param read how far the call that has failed was read; null when there was none
     * @return true when the answer goes on
     */
    boolean goesOn(GatewayException failure, StreamPosition read) {
        if (off() || !received.begun() || step == Step.GIVE_UP) {
            return false;
        }
        boolean brokeNow = step == Step.ASK || step == Step.RESUME && !received.repetitionDue();
        if (brokeNow) {
            broken = failure;
            position = read;
        }
        if (!mayGoOn(failure.failure(), brokeNow)) {
            step = Step.GIVE_UP;
            return false;
        }
        if (tries < policy.attempts() && (brokeNow || worthAnotherTry(failure.failure()))) {
            tries++;
            step = Step.RESUME;
            received.expectRepetition();
        } else {
            step = Step.READ_MESSAGE;
        }
        return true;
    }

    private boolean mayGoOn(Failure failure, boolean brokeNow) {
        if (brokeNow) {
            return failure.origin() == FailureOrigin.UPSTREAM && position.messageId() != null;
        }
        return failure != Failure.CLIENT_CLOSED && !contradicted && step != Step.READ_MESSAGE;
    }

    /** A resumption that was refused for good is not asked for again. */
    private static boolean worthAnotherTry(Failure failure) {
        return failure.origin() == FailureOrigin.UPSTREAM
                || failure == Failure.STALE_CONNECTION
                || failure == Failure.SPURIOUS_REFUSAL;
    }

    /**
     * Takes words of the stream and gives those that are new.
     *
     * @param read how far the stream was read
     * @throws GatewayException when a resumed stream is not of the same answer
     */
    String words(String delta, StreamPosition read) throws GatewayException {
        if (off()) {
            return delta;
        }
        String fresh = otherMessage(read) ? null : received.words(delta);
        if (fresh == null) {
            throw contradicts();
        }
        return fresh;
    }

    private boolean otherMessage(StreamPosition read) {
        return received.repetitionDue() && !position.messageId().equals(read.messageId());
    }

    private GatewayException contradicts() {
        contradicted = true;
        return UpstreamFailures.truncated();
    }

    /** Takes thinking of the stream and gives what is new of it. */
    String thoughts(String delta) {
        return off() ? delta : received.thoughts(delta);
    }

    /**
     * The stream says that the answer is whole.
     *
     * @throws GatewayException when a resumed stream has not repeated what was received
     */
    void ends() throws GatewayException {
        if (received.repetitionDue()) {
            throw contradicts();
        }
    }

    /**
     * The rest of the answer whose message was read.
     *
     * @throws GatewayException when it is not the same answer
     */
    String rest(String whole) throws GatewayException {
        String rest = received.rest(whole);
        if (rest == null) {
            throw contradicts();
        }
        // what fails from now on is no break
        broken = null;
        return rest;
    }
}
