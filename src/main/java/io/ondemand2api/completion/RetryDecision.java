package io.ondemand2api.completion;

import io.ondemand2api.core.GatewayException;
import java.time.Duration;

/**
 * What to do after a failure.
 *
 * @param again whether to try again
 * @param sameKey whether on the same key
 * @param pause how long to wait before
 * @param keyFailure what to hold against the key, or null when it is kept or not the cause
 */
record RetryDecision(boolean again, boolean sameKey, Duration pause, GatewayException keyFailure) {

    /** With the same key and without a pause. */
    static final RetryDecision SAME_KEY_AT_ONCE = new RetryDecision(true, true, Duration.ZERO, null);

    static RetryDecision giveUp(GatewayException failure) {
        return new RetryDecision(false, false, Duration.ZERO, failure);
    }
}
