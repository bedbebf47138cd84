package io.ondemand2api.completion;

import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * How often one request may be tried again.
 *
 * @param attempts attempts while the upstream is ill, the first included; at least 1
 * @param backOff the longest pause before the second of them; doubles with each, drawn at random below it
 * @param spuriousRetries further tries on the same key after a refusal that may be spurious
 * @param spuriousPause the shortest pause before those; drawn at random up to half as long again
 * @param keyWaitTimeout how long one request may wait, all in all, for a key that comes back soon
 * @param resume how often the broken stream of an answer is resumed
 */
public record RetryPolicy(
        int attempts,
        Duration backOff,
        int spuriousRetries,
        Duration spuriousPause,
        Duration keyWaitTimeout,
        ResumePolicy resume) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static RetryPolicy from(Settings settings) {
        return new RetryPolicy(
                settings.number("gateway.attempts", 1, 100),
                settings.duration("gateway.backOff"),
                settings.number("gateway.spuriousRetries", 0, 10),
                settings.duration("gateway.spuriousPause"),
                settings.duration("gateway.keyWaitTimeout"),
                ResumePolicy.from(settings));
    }

    /** The same policy with so many attempts. */
    RetryPolicy withAttempts(int others) {
        return new RetryPolicy(others, backOff, spuriousRetries, spuriousPause, keyWaitTimeout, resume);
    }
}
