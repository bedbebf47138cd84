package io.ondemand2api.completion;

import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * How often the broken stream of one answer is resumed.
 *
 * @param attempts 0 for never
 * @param pause before the first; as much longer before each further one
 */
public record ResumePolicy(int attempts, Duration pause) {

    /** Reads it; what is wrong is a problem of the settings. */
    static ResumePolicy from(Settings settings) {
        return new ResumePolicy(
                settings.number("ondemand.resumeAttempts", 0, 100), settings.duration("ondemand.resumePause"));
    }
}
