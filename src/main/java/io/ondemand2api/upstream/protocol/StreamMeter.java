package io.ondemand2api.upstream.protocol;

/**
 * Counts the events of an answer's stream, and what it brings beside words. Not safe for several threads.
 */
final class StreamMeter {

    /** What a frame needs around its words, in bytes; those of OnDemand have up to 250. */
    private static final int FRAME = 512;
    /** The most bytes of JSON for one byte of text: {@code \}{@code u0041}. */
    private static final int MAX_ESCAPED = 6;

    private final long most;
    private final int mostEvents;
    private long other;
    private int events;

    StreamMeter(StreamLimits limits) {
        most = limits.otherBytes();
        mostEvents = limits.events();
    }

    /** Counts received bytes of any kind. */
    void received(int bytes) throws UnreadableStreamException {
        other += bytes;
        // the event under way is not read yet: it may be all words
        if (other > most) {
            throw new UnreadableStreamException(UpstreamFailures.overlong());
        }
    }

    /** One more event came. */
    void event() throws UnreadableStreamException {
        if (++events > mostEvents) {
            throw new UnreadableStreamException(UpstreamFailures.overlong());
        }
    }

    /** Some of them were a frame with so many bytes of text. */
    void words(int bytes) {
        other = Math.max(0, other - FRAME - (long) MAX_ESCAPED * bytes);
    }
}
