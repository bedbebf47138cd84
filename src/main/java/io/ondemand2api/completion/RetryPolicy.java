package io.ondemand2api.completion;

import io.ondemand2api.config.Settings;
import io.ondemand2api.core.Failure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How often one request may be tried again.
 *
 * @param attempts attempts while the upstream fails, the first included; at least 1
 * @param backOff the longest pause before the second of them; doubles with each, drawn at random below it
 * @param spuriousRetries further tries on the same key after a refusal that may be spurious
 * @param spuriousPause the shortest pause before those; drawn at random up to half as long again
 * @param keyWaitTimeout how long one request may wait, all in all, for a key that comes back soon
 * @param retried the failures after which another attempt is made; after others the client is told
 * @param resume how often the broken stream of an answer is resumed
 */
public record RetryPolicy(
        int attempts,
        Duration backOff,
        int spuriousRetries,
        Duration spuriousPause,
        Duration keyWaitTimeout,
        Set<Failure> retried,
        ResumePolicy resume) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static RetryPolicy from(Settings settings) {
        return new RetryPolicy(
                settings.number("gateway.attempts", 1, 100),
                settings.duration("gateway.backOff"),
                settings.number("gateway.spuriousRetries", 0, 10),
                settings.duration("gateway.spuriousPause"),
                settings.duration("gateway.keyWaitTimeout"),
                retried(settings),
                ResumePolicy.from(settings));
    }

    private static Set<Failure> retried(Settings settings) {
        String name = "gateway.retriedFailures";
        Map<String, Failure> retriable = new LinkedHashMap<>();
        for (Failure failure : Failure.values()) {
            if (failure.worthAnotherAttempt()) {
                retriable.put(failure.label(), failure);
            }
        }
        Set<Failure> retried = EnumSet.noneOf(Failure.class);
        for (String label : settings.list(name)) {
            settings.require(
                    retriable.containsKey(label),
                    () -> settings.named(name) + " must be some of " + String.join(", ", retriable.keySet()) + ", not `"
                            + label + "`.");
            retried.add(retriable.getOrDefault(label, Failure.UPSTREAM_ERROR));
        }
        return retried;
    }

    /** The same policy with so many attempts. */
    RetryPolicy withAttempts(int others) {
        return new RetryPolicy(others, backOff, spuriousRetries, spuriousPause, keyWaitTimeout, retried, resume);
    }
}
