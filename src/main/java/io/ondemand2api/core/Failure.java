package io.ondemand2api.core;

import java.util.Locale;

/**
 * The classes of failure: the one table by which every path decides. What a failure means to the key that was used, to
 * the next attempt and to the caller follows from its class alone.
 */
public enum Failure {
    /** The caller asked for something impossible: the only cause is the request, and no retry helps. */
    INVALID_REQUEST(FailureOrigin.CALLER),
    /** The model does not exist or is not active. */
    MODEL_NOT_FOUND(FailureOrigin.CALLER),
    /** The conversation is too long for the model. */
    CONTEXT_LENGTH_EXCEEDED(FailureOrigin.CALLER),
    /** The model refuses this content. */
    CONTENT_POLICY_VIOLATION(FailureOrigin.CALLER),
    /** The caller went away. */
    CLIENT_CLOSED(FailureOrigin.CALLER),

    /** A reused session is not known upstream any more: a fresh one serves. */
    SESSION_GONE(FailureOrigin.UNKNOWN),
    /** A kept-alive connection was closed under the request before any byte came. */
    STALE_CONNECTION(FailureOrigin.UNKNOWN),
    /** A refusal that valid keys get now and then, and that the same call does not get again. */
    SPURIOUS_REFUSAL(FailureOrigin.UNKNOWN),

    /** The key is refused, out of credit or not entitled. */
    KEY_REFUSED(FailureOrigin.KEY),
    /** The key has to rest: too many requests. */
    KEY_THROTTLED(FailureOrigin.KEY),

    /** No connection, or none that answers: the address fails with every key. */
    UPSTREAM_UNREACHABLE(FailureOrigin.UPSTREAM),
    /** The upstream answered that it cannot. */
    UPSTREAM_ERROR(FailureOrigin.UPSTREAM),
    /** The upstream took longer than a named limit allows. */
    UPSTREAM_TIMEOUT(FailureOrigin.UPSTREAM),
    /** The upstream sent an unreadable event. */
    BAD_FRAME(FailureOrigin.UPSTREAM),
    /** The upstream's stream ended before the answer did. */
    TRUNCATED_ANSWER(FailureOrigin.UPSTREAM),
    /** The upstream reported success without a word of answer. */
    EMPTY_ANSWER(FailureOrigin.UPSTREAM),

    /** The model's answer is not of the form that the caller demanded, even after it was asked to mend it. */
    UNFIT_ANSWER(FailureOrigin.GATEWAY),
    /** The upstream sent more than one answer may bring: another attempt would only bring more. */
    OVERLONG_ANSWER(FailureOrigin.GATEWAY),
    /** No key is usable now. */
    NO_USABLE_KEY(FailureOrigin.GATEWAY),
    /** Every usable key is resting: too many requests. */
    ALL_KEYS_THROTTLED(FailureOrigin.GATEWAY),
    /** The circuit breaker of the upstream's address is open: asking now would not help. */
    CIRCUIT_OPEN(FailureOrigin.GATEWAY),
    /** The gateway has as much to do as it may. */
    OVERLOADED(FailureOrigin.GATEWAY),
    /** One client has used as much as it may. */
    CLIENT_THROTTLED(FailureOrigin.GATEWAY),
    /** The gateway is about to end. */
    SHUTTING_DOWN(FailureOrigin.GATEWAY),
    /** A fault of the gateway itself. */
    INTERNAL(FailureOrigin.GATEWAY);

    private final FailureOrigin origin;

    Failure(FailureOrigin origin) {
        this.origin = origin;
    }

    /** The name in metrics and logs, such as {@code key_throttled}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where it comes from. */
    public FailureOrigin origin() {
        return origin;
    }

    /** True when the key's own breaker must count it. */
    public boolean countsAgainstKey() {
        return origin == FailureOrigin.UPSTREAM;
    }

    /** True when a key that meets it again and again is asked last; once, it may have another cause. */
    public boolean countsWhenRepeated() {
        return origin == FailureOrigin.UPSTREAM || origin == FailureOrigin.UNKNOWN;
    }

    /** True when another attempt, on this key or another, may still give the answer. */
    public boolean worthAnotherAttempt() {
        return origin == FailureOrigin.UNKNOWN || origin == FailureOrigin.KEY || origin == FailureOrigin.UPSTREAM;
    }
}
