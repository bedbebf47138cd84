package io.ondemand2api.keys;

import java.time.Duration;

/**
 * One key as an operator sees it; never its value.
 *
 * @param label {@code key-1}, {@code key-2}, …, in the order of the configuration
 * @param state how it fares
 * @param reason why it is not up: {@code throttled}, {@code refused}, {@code failing}, {@code set aside}; null when it is up
 * @param remaining how long until it may be used again; zero when it may
 * @param inFlight requests it serves now
 * @param served answers it gave since the start
 * @param failed failures it met since the start, throttling and refusals included
 */
public record KeyStatus(
        String label, KeyState state, String reason, Duration remaining, int inFlight, long served, long failed) {}
