package io.ondemand2api.keys;

import java.time.Duration;
import java.time.Instant;

/**
 * How a key rests, as several processes with the same key may tell each other.
 *
 * @param label of the key in this process
 * @param name of the key: the same in each process, and no way back to the key
 * @param refused true while the key is taken for refused, until an answer says otherwise
 * @param refusedFor how long a refused key is left alone
 * @param throttledFor how long a throttled key rests
 */
public record KeyRest(String label, String name, boolean refused, Duration refusedFor, Duration throttledFor) {

    /** How long it is until then; zero when that is over, or never is. */
    static Duration left(Instant then, Instant now) {
        return then != null && then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }
}
