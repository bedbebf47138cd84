package io.ondemand2api.completion;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SpuriousRefusalException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often one request may be tried again. Two budgets that do not eat each other: every usable key once, for keys
 * that are refused or throttled; and a few attempts on whatever key while the upstream is ill.
 */
public final class RetryPolicy {

    /**
     * The budget.
     *
     * @param onIllness attempts while the upstream is ill, the first included; at least 1
     * @param backOff the longest pause before the second of them; doubles with each, drawn at random below it
     * @param onSpuriousRefusal further tries on the same key
     * @param spuriousPause the shortest pause before those; drawn at random up to half as long again
     */
    public record Settings(int onIllness, Duration backOff, int onSpuriousRefusal, Duration spuriousPause) {}

    /**
     * What to do after a failure.
     *
     * @param again whether to try again
     * @param sameKey whether on the same key
     * @param pause how long to wait before
     * @param judged what to hold against the key, or null when it is kept or not to blame
     */
    record Decision(boolean again, boolean sameKey, Duration pause, GatewayException judged) {

        static Decision giveUp(GatewayException failure) {
            return new Decision(false, false, Duration.ZERO, failure);
        }
    }

    private static final Decision SAME_KEY_AT_ONCE = new Decision(true, true, Duration.ZERO, null);

    private final Settings settings;
    private final int keys;
    private Duration patience;
    private int made;
    private int illnesses;
    private int emptyAnswers;
    private int keysJudged;
    private int spuriousRefusals;
    private int staleConnections;
    private int sessionWasGone;
    private int wordsBelieved;
    private volatile boolean exhausted;

    /** @param keys how many keys there are */
    RetryPolicy(Settings settings, Duration patience, int keys) {
        this.settings = settings;
        this.keys = keys;
        this.patience = patience;
    }

    /** How long this request may still wait for a key that comes back soon. */
    Duration patience() {
        return patience;
    }

    void waited(Duration time) {
        patience = patience.compareTo(time) > 0 ? patience.minus(time) : Duration.ZERO;
    }

    /** How many attempts were made. */
    int made() {
        return made;
    }

    void count() {
        made++;
    }

    /** No further attempt, whatever happens: the request's time is over. */
    void exhaust() {
        exhausted = true;
    }

    /** True the first time that a key is to be judged by the words of an answer. */
    boolean believesWords() {
        return wordsBelieved++ == 0;
    }

    /** Decides by the class of the failure. */
    Decision after(GatewayException failure) {
        if (exhausted || !failure.failure().worthAnotherAttempt()) {
            return Decision.giveUp(failure);
        }
        return switch (failure.failure()) {
            case SESSION_GONE -> sessionWasGone++ == 0 ? SAME_KEY_AT_ONCE : ill(failure);
            case STALE_CONNECTION -> staleConnections++ == 0 ? SAME_KEY_AT_ONCE : ill(failure);
            case SPURIOUS_REFUSAL -> spurious((SpuriousRefusalException) failure);
            case KEY_REFUSED, KEY_THROTTLED -> nextKey(failure);
            default -> ill(failure);
        };
    }

    private Decision spurious(SpuriousRefusalException failure) {
        if (spuriousRefusals++ < settings.onSpuriousRefusal()) {
            long shortest = settings.spuriousPause().toMillis();
            return new Decision(true, true, Duration.ofMillis(shortest + random(shortest / 2)), null);
        }
        spuriousRefusals = 0;
        return after(failure.meant());
    }

    /**
     * The key's own rest keeps it out; should it be over within this request's patience, it may serve after all, but
     * not again and again: rests can be shorter than the way round.
     */
    private Decision nextKey(GatewayException failure) {
        spuriousRefusals = 0;
        if (++keysJudged >= 2 * keys) {
            return Decision.giveUp(failure);
        }
        return new Decision(true, false, Duration.ZERO, failure);
    }

    private Decision ill(GatewayException failure) {
        illnesses++;
        spuriousRefusals = 0;
        boolean emptyAgain = failure.failure() == Failure.EMPTY_ANSWER && emptyAnswers++ > 0;
        if (illnesses >= settings.onIllness() || emptyAgain) {
            return Decision.giveUp(failure);
        }
        long longest = settings.backOff().toMillis() << Math.min(illnesses - 1, 10);
        return new Decision(true, false, Duration.ofMillis(random(longest)), failure);
    }

    private static long random(long below) {
        return below <= 0 ? 0 : ThreadLocalRandom.current().nextLong(below + 1);
    }
}
