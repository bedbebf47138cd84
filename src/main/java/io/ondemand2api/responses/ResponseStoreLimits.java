package io.ondemand2api.responses;

import java.time.Duration;

/**
 * What is remembered of finished responses.
 *
 * @param maxCount the most responses, 0 to remember none
 * @param maxBytes the most bytes that they hold together
 * @param maxAge how long one is remembered
 */
public record ResponseStoreLimits(int maxCount, long maxBytes, Duration maxAge) {}
