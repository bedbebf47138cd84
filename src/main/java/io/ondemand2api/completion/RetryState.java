package io.ondemand2api.completion;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SpuriousRefusalException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What one request has used up of its {@link RetryPolicy}. Two budgets that do not eat each other: every usable key once,
 * for keys that are refused or throttled; and a few attempts on any key while the upstream fails.
 */
final class RetryState {

    private final RetryPolicy policy;
    private final int keys;
    private Duration waitLeft;
    private int made;
    private boolean attemptOpen;
    private int upstreamFailures;
    private int emptyAnswers;
    private int keysFailed;
    private int spuriousRefusals;
    private int staleConnections;
    private int sessionWasGone;
    private int wordsBelieved;
    private volatile boolean exhausted;

    /** @param keys how many keys there are */
    RetryState(RetryPolicy policy, int keys) {
        this.policy = policy;
        this.keys = keys;
        this.waitLeft = policy.keyWaitTimeout();
    }

    /** How long this request may still wait for a key that comes back soon. */
    Duration waitLeft() {
        return waitLeft;
    }

    void waited(Duration time) {
        waitLeft = waitLeft.compareTo(time) > 0 ? waitLeft.minus(time) : Duration.ZERO;
    }

    /** How many attempts were made. */
    int made() {
        return made;
    }

    /** An attempt calls the upstream, if not for the first time: it counts also when it comes no farther. */
    void attemptCalls() {
        made += attemptOpen ? 0 : 1;
        attemptOpen = true;
    }

    /** The attempt is over. */
    void attemptEnds() {
        attemptOpen = false;
    }

    /** How often the broken stream of an answer is resumed. */
    ResumePolicy resume() {
        return policy.resume();
    }

    /** True when no further attempt may be made. */
    boolean exhausted() {
        return exhausted;
    }

    /** No further attempt in any case: the request's time is over. */
    void exhaust() {
        exhausted = true;
    }

    /** Another model is asked, with a budget of its own; what was made still counts as made. */
    void startOver() {
        upstreamFailures = 0;
        emptyAnswers = 0;
        keysFailed = 0;
        spuriousRefusals = 0;
    }

    /** True the first time that a key fails by the words of an answer. */
    boolean believesWords() {
        return wordsBelieved++ == 0;
    }

    /** Decides by the class of the failure. */
    RetryDecision after(GatewayException failure) {
        if (exhausted || !failure.failure().worthAnotherAttempt()) {
            return RetryDecision.giveUp(failure);
        }
        if (!policy.retried().contains(failure.failure())) {
            return failure instanceof SpuriousRefusalException refusal
                    ? after(refusal.meant())
                    : RetryDecision.giveUp(failure);
        }
        return switch (failure.failure()) {
            case SESSION_GONE -> sessionWasGone++ == 0 ? RetryDecision.SAME_KEY_AT_ONCE : anyKey(failure);
            case STALE_CONNECTION -> staleConnections++ == 0 ? RetryDecision.SAME_KEY_AT_ONCE : anyKey(failure);
            case SPURIOUS_REFUSAL -> spurious((SpuriousRefusalException) failure);
            case KEY_REFUSED, KEY_THROTTLED -> nextKey(failure);
            default -> anyKey(failure);
        };
    }

    private RetryDecision spurious(SpuriousRefusalException failure) {
        if (spuriousRefusals++ < policy.spuriousRetries()) {
            long shortest = policy.spuriousPause().toMillis();
            return new RetryDecision(true, true, Duration.ofMillis(shortest + random(shortest / 2)), null);
        }
        spuriousRefusals = 0;
        return after(failure.meant());
    }

    /**
     * The key's own rest keeps it out; should it be over within this request's patience, it may serve after all, but
     * not again and again: rests can be shorter than the way round.
     */
    private RetryDecision nextKey(GatewayException failure) {
        spuriousRefusals = 0;
        if (++keysFailed >= 2 * keys) {
            return RetryDecision.giveUp(failure);
        }
        return new RetryDecision(true, false, Duration.ZERO, failure);
    }

    private RetryDecision anyKey(GatewayException failure) {
        upstreamFailures++;
        spuriousRefusals = 0;
        boolean emptyAgain = failure.failure() == Failure.EMPTY_ANSWER && emptyAnswers++ > 0;
        if (upstreamFailures >= policy.attempts() || emptyAgain) {
            return RetryDecision.giveUp(failure);
        }
        long longest = policy.backOff().toMillis() << Math.min(upstreamFailures - 1, 10);
        return new RetryDecision(true, false, Duration.ofMillis(random(longest)), failure);
    }

    private static long random(long below) {
        return below <= 0 ? 0 : ThreadLocalRandom.current().nextLong(below + 1);
    }
}
