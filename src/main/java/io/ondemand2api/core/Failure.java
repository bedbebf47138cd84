package io.ondemand2api.core;

import java.util.Locale;

/**
 * The classes of failure: the one table by which every path decides. What a failure means to the key that was used, to
 * the next attempt and to the caller follows from its class alone.
 */
public enum Failure {
    /** The caller asked for something impossible: the only cause is the request, and no retry helps. */
    INVALID_REQUEST(Blame.CALLER),
    /** The model does not exist or is not active. */
    MODEL_NOT_FOUND(Blame.CALLER),
    /** The conversation is too long for the model. */
    CONTEXT_LENGTH_EXCEEDED(Blame.CALLER),
    /** The model refuses this content. */
    CONTENT_POLICY_VIOLATION(Blame.CALLER),
    /** The caller went away. */
    CLIENT_CLOSED(Blame.CALLER),

    /** A reused session is not known upstream any more: a fresh one serves. */
    SESSION_GONE(Blame.NOBODY),
    /** A kept-alive connection was closed under the request before any byte came. */
    STALE_CONNECTION(Blame.NOBODY),
    /** A refusal that valid keys get now and then, and that the same call does not get again. */
    SPURIOUS_REFUSAL(Blame.NOBODY),

    /** The key is refused, out of credit or not entitled. */
    KEY_REFUSED(Blame.KEY),
    /** The key has to rest: too many requests. */
    KEY_THROTTLED(Blame.KEY),

    /** No connection, or none that answers: the address fails with every key. */
    UPSTREAM_UNREACHABLE(Blame.UPSTREAM),
    /** The upstream answered that it cannot. */
    UPSTREAM_ERROR(Blame.UPSTREAM),
    /** The upstream took longer than a named limit allows. */
    UPSTREAM_TIMEOUT(Blame.UPSTREAM),
    /** The upstream sent an unreadable event. */
    BAD_FRAME(Blame.UPSTREAM),
    /** The upstream's stream ended before the answer did. */
    TRUNCATED_ANSWER(Blame.UPSTREAM),
    /** The upstream reported success without a word of answer. */
    EMPTY_ANSWER(Blame.UPSTREAM),

    /** The model's answer is not of the form that the caller demanded, even after it was asked to mend it. */
    UNFIT_ANSWER(Blame.GATEWAY),
    /** The upstream sent more than one answer may bring: another attempt would only bring more. */
    OVERLONG_ANSWER(Blame.GATEWAY),
    /** No key is usable now. */
    NO_USABLE_KEY(Blame.GATEWAY),
    /** Every usable key is resting: too many requests. */
    ALL_KEYS_THROTTLED(Blame.GATEWAY),
    /** The circuit breaker of the upstream's address is open: asking now would not help. */
    CIRCUIT_OPEN(Blame.GATEWAY),
    /** The gateway has as much to do as it may. */
    OVERLOADED(Blame.GATEWAY),
    /** One client has as many requests open as it may. */
    CLIENT_THROTTLED(Blame.GATEWAY),
    /** The gateway is about to end. */
    SHUTTING_DOWN(Blame.GATEWAY),
    /** A fault of the gateway itself. */
    INTERNAL(Blame.GATEWAY);

    /** At whose door a failure lies. */
    public enum Blame {
        CALLER,
        NOBODY,
        KEY,
        UPSTREAM,
        GATEWAY
    }

    private final Blame blame;

    Failure(Blame blame) {
        this.blame = blame;
    }

    /** The name in metrics and logs, such as {@code key_throttled}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** At whose door it lies. */
    public Blame blame() {
        return blame;
    }

    /** True when the key's own breaker must count it. */
    public boolean countsAgainstKey() {
        return blame == Blame.UPSTREAM;
    }

    /** True when another attempt, on this key or another, may still give the answer. */
    public boolean worthAnotherAttempt() {
        return blame == Blame.NOBODY || blame == Blame.KEY || blame == Blame.UPSTREAM;
    }
}
