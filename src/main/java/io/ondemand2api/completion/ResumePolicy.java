package io.ondemand2api.completion;

import java.time.Duration;

/**
 * How often the broken stream of one answer is resumed.
 *
 * @param attempts 0 for never
 * @param pause before the first; as much longer before each further one
 */
public record ResumePolicy(int attempts, Duration pause) {}
