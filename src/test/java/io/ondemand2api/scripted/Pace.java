package io.ondemand2api.scripted;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param session before a session is made, on top of {@code headers}; 140–490 ms live [L], here nothing unless asked
 * @param headers before the response headers
 * @param firstDelta from the headers to the first delta, of reasoning or of the answer
 * @param betweenDeltas from one delta to the next
 * @param heartbeat from the headers to the first heartbeat, and from each to the next; 3 s live [C]; zero for none
 * @param tail from metricsLog to [DONE]; about 2.0 s live [L]
 */
public record Pace(
        Duration session,
        Duration headers,
        Duration firstDelta,
        Duration betweenDeltas,
        Duration heartbeat,
        Duration tail) {

    /** Pleasant to read: first word after 150 ms, a word every 20 ms; heartbeats and the tail as live. */
    public static final Pace USUAL = new Pace(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(150),
            Duration.ofMillis(20),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2));

    /** No waits at all. */
    public static final Pace AT_ONCE =
            new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(3), Duration.ZERO);
}
