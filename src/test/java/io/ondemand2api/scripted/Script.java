package io.ondemand2api.scripted;

import java.util.List;

/**
 * What an answer says, frame by frame.
 *
 * @param deltas the answer in pieces; null for the default answer, a word at a time
 * @param thinking the reasoning; null for {@link Thinking#USUAL} when the query asks for an effort, else none
 * @param statusLog true for statusLog frames, the last of which repeats the whole answer on one line
 * @param unknownFrames true for unrequested frames of agents and plugins
 * @param hugeLine characters of one statusLog line to send after the answer; 0 for none
 * @param metrics true for a metricsLog frame near the end
 * @param done true for [DONE] at the end
 * @param status what a sync answer says of itself with its 200: completed, or failed
 */
public record Script(
        List<String> deltas,
        Thinking thinking,
        boolean statusLog,
        boolean unknownFrames,
        int hugeLine,
        boolean metrics,
        boolean done,
        String status) {

    /** The default answer, as the service streams in recent months. */
    public static final Script USUAL = new Script(null, null, false, false, 0, true, true, "completed");

    public Script {
        deltas = deltas == null ? null : List.copyOf(deltas);
    }
}
