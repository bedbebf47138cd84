package io.ondemand2api.scripted;

import java.time.Duration;

/**
 * Something that happens in the middle of a stream.
 *
 * @param afterDeltas how many deltas of the answer come before it; 0 = before the first. More than there are: never
 * @param act what happens
 */
public record Interruption(int afterDeltas, Act act) {

    /** What can happen. */
    public sealed interface Act {}

    /** The body ends cleanly, with neither metrics nor [DONE] nor [ERROR]. */
    public record End() implements Act {}

    /**
     * The connection breaks in the middle of a chunk.
     *
     * @param reset true for a TCP RST, false for a FIN
     */
    public record Drop(boolean reset) implements Act {}

    /**
     * Nothing of the answer comes for a while; then it goes on.
     *
     * @param time how long
     * @param heartbeats true when heartbeats go on meanwhile, false for dead silence
     */
    public record Stall(Duration time, boolean heartbeats) implements Act {}

    /** A frame whose JSON breaks off; the answer goes on after it. */
    public record Malformed() implements Act {}

    /**
     * An [ERROR] frame, and the end of the stream.
     *
     * @param errorCode such as model_error
     * @param message the text beside it
     */
    public record Error(String errorCode, String message) implements Act {}

    /**
     * Any text at all, sent as it is.
     *
     * @param text one frame or more, with their line ends
     */
    public record Raw(String text) implements Act {}

    public Interruption {
        if (afterDeltas < 0) {
            throw new IllegalArgumentException("after " + afterDeltas + " deltas");
        }
    }
}
